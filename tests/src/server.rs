//! Servers on the loopback, for what is said over HTTP.

use axum::Router;
use tokio::net::TcpListener;

/// Serves an app as long as the runtime lives, and gives its URL.
pub async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}
