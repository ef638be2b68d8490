//! Queries of URLs, pair by pair: what is not changed stays as it was written.

use url::Url;

/// The pairs of a query, each with its name, decoded.
pub(super) fn pairs(url: &Url) -> impl Iterator<Item = (String, &str)> {
    let pairs = url.query().unwrap_or_default().split('&');
    pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| (name_of(pair), pair))
}

fn name_of(pair: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
    pairs
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}
