use crate::runtime::{
    self, ApiInfo, BuildError, Client, ClientBuilder, ClientCredentials, Credential, RetryPolicy,
    Scheme, SchemeKind, Secret, TokenProvider, UrlPart, Variable,
};

const SERVER: &[UrlPart] = &[
    UrlPart::Literal("https://"),
    UrlPart::Variable(Variable {
        name: "space_name",
        default: None,
        values: &[],
        in_host: true,
    }),
    UrlPart::Literal(".example.com/"),
    UrlPart::Variable(Variable {
        name: "stage",
        default: Some("v1"),
        values: &[],
        in_host: false,
    }),
    UrlPart::Variable(Variable {
        name: "tail",
        default: Some(""),
        values: &["/a", "/b"],
        in_host: false,
    }),
];

pub(crate) const API: ApiInfo = ApiInfo {
    server: Some(SERVER),
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
};

pub(crate) const BASIC: Scheme = Scheme {
    name: "Basic",
    kind: SchemeKind::Basic,
};
pub(crate) const BEARER: Scheme = Scheme {
    name: "Bearer",
    kind: SchemeKind::Bearer,
};
pub(crate) const CUSTOM: Scheme = Scheme {
    name: "Custom",
    kind: SchemeKind::Authorization("GenieKey"),
};
pub(crate) const HEADER: Scheme = Scheme {
    name: "HeaderKey",
    kind: SchemeKind::Header("X-Key"),
};
pub(crate) const QUERY: Scheme = Scheme {
    name: "QueryKey",
    kind: SchemeKind::Query("key"),
};
pub(crate) const COOKIE: Scheme = Scheme {
    name: "CookieKey",
    kind: SchemeKind::Cookie("session"),
};
pub(crate) const MUTUAL: Scheme = Scheme {
    name: "Mutual",
    kind: SchemeKind::Transport,
};

impl Client {
    /// Nothing is sent again, unless a test is about that.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&API).retry(RetryPolicy::none())
    }

    /// # Errors
    /// Too little is set.
    pub fn from_env() -> Result<Self, BuildError> {
        let mut builder = Self::builder();
        if let Some(value) = runtime::env("WIDGETS_BASE_URL")? {
            builder = builder.base_url(value);
        }
        if let Some((username, password)) = runtime::env_pair("WIDGETS_USER", "WIDGETS_PASSWORD")? {
            builder = builder.basic_auth(username, password);
        }
        builder.build()
    }
}

impl ClientBuilder {
    pub fn space_name(self, value: impl Into<String>) -> Self {
        self.server_variable("space_name", value)
    }

    pub fn stage(self, value: impl Into<String>) -> Self {
        self.server_variable("stage", value)
    }

    pub fn tail(self, value: impl Into<String>) -> Self {
        self.server_variable("tail", value)
    }

    pub fn basic_auth(self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
        let credential = Credential::Basic {
            username: username.into(),
            password: password.into(),
        };
        self.credential(BASIC, credential)
    }

    pub fn key(self, scheme: Scheme, token: impl Into<Secret>) -> Self {
        self.credential(scheme, Credential::Token(token.into()))
    }

    pub fn provider(self, scheme: Scheme, provider: impl TokenProvider) -> Self {
        self.credential(scheme, Credential::provider(provider))
    }

    pub fn bearer_client_credentials(
        self,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        self.bearer_client_credentials_with(ClientCredentials::new(client_id, client_secret))
    }

    pub fn bearer_client_credentials_with(self, credentials: ClientCredentials) -> Self {
        self.client_credentials(BEARER, credentials, "/oauth/token", &["read", "write"])
    }
}
