//! What a client shows to TLS, and whom it trusts.

#[cfg(all(
    any(feature = "rustls", feature = "native-tls"),
    not(target_arch = "wasm32")
))]
pub(in super::super) use backend::Tls;

#[cfg(not(all(
    any(feature = "rustls", feature = "native-tls"),
    not(target_arch = "wasm32")
)))]
pub(in super::super) use none::Tls;

#[cfg(all(
    any(feature = "rustls", feature = "native-tls"),
    not(target_arch = "wasm32")
))]
mod backend {
    use ::reqwest::{Certificate, ClientBuilder, Error, Identity};

    use super::super::super::task::BoxError;

    /// A client certificate, and the certification authorities that are trusted beside the usual ones.
    #[derive(Clone, Debug, Default)]
    pub(in super::super::super) struct Tls {
        identity: Option<Identity>,
        roots: Vec<Certificate>,
    }

    impl Tls {
        /// Whether nothing was set.
        pub(in super::super::super) fn is_empty(&self) -> bool {
            self.identity.is_none() && self.roots.is_empty()
        }

        pub(in super::super::super) fn has_certificate(&self) -> bool {
            self.identity.is_some()
        }

        /// Shows a certificate of this PEM text.
        pub(in super::super::super) fn set_certificate(
            &mut self,
            pem: &[u8],
        ) -> Result<(), BoxError> {
            self.identity = Some(identity(pem)?);
            Ok(())
        }

        /// Trusts the certificates of this PEM text.
        pub(in super::super::super) fn add_roots(&mut self, pem: &[u8]) -> Result<(), BoxError> {
            let roots = Certificate::from_pem_bundle(pem)?;
            if roots.is_empty() {
                return Err("it holds no certificate".into());
            }
            self.roots.extend(roots);
            Ok(())
        }

        pub(in super::super) fn apply(&self, mut builder: ClientBuilder) -> ClientBuilder {
            if let Some(identity) = &self.identity {
                builder = backend(builder.identity(identity.clone()));
            }
            match self.roots.is_empty() {
                true => builder,
                false => builder.tls_certs_merge(self.roots.iter().cloned()),
            }
        }
    }

    // An identity belongs to a backend. Where both are there, it is rustls, which reads all kinds of
    // keys.
    #[cfg(feature = "rustls")]
    fn identity(pem: &[u8]) -> Result<Identity, Error> {
        Identity::from_pem(pem)
    }

    #[cfg(feature = "rustls")]
    fn backend(builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_rustls()
    }

    #[cfg(not(feature = "rustls"))]
    fn backend(builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_native()
    }

    #[cfg(not(feature = "rustls"))]
    fn identity(pem: &[u8]) -> Result<Identity, BoxError> {
        let text = std::str::from_utf8(pem)?;
        let start = text.find("-----BEGIN PRIVATE KEY-----");
        let start = start.ok_or("it holds no private key of PKCS #8 (`BEGIN PRIVATE KEY`)")?;
        let end_line = "-----END PRIVATE KEY-----";
        let (before, key) = text.split_at(start);
        let end = key.find(end_line).ok_or("its private key has no end")?;
        let (key, after) = key.split_at(end + end_line.len());
        // The certificates alone: the key is not copied.
        let certificates = match before.contains("-----BEGIN CERTIFICATE-----") {
            true => before,
            false => after,
        };
        Ok(Identity::from_pkcs8_pem(
            certificates.trim_start().as_bytes(),
            key.as_bytes(),
        )?)
    }
}

/// Without TLS, or where it is the browser's, there is nothing to set.
#[cfg(not(all(
    any(feature = "rustls", feature = "native-tls"),
    not(target_arch = "wasm32")
)))]
mod none {
    use ::reqwest::ClientBuilder;

    use super::super::super::task::BoxError;

    const OFF: &str = "this client has no TLS of its own: it needs the feature `rustls` or \
                       `native-tls`, and to run outside of a browser";

    #[derive(Clone, Debug, Default)]
    pub(in super::super::super) struct Tls;

    impl Tls {
        pub(in super::super::super) fn is_empty(&self) -> bool {
            true
        }

        pub(in super::super::super) fn has_certificate(&self) -> bool {
            false
        }

        pub(in super::super::super) fn set_certificate(
            &mut self,
            _: &[u8],
        ) -> Result<(), BoxError> {
            Err(OFF.into())
        }

        pub(in super::super::super) fn add_roots(&mut self, _: &[u8]) -> Result<(), BoxError> {
            Err(OFF.into())
        }

        pub(in super::super) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
            builder
        }
    }
}
