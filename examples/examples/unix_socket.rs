//! The SDK over a Unix domain socket: `cargo run -p webex-examples --example unix_socket`
//!
//! For a sidecar that holds the way out, or a test whose server must not take a port. What is below the SDK is hyper's
//! client with a connector of a few lines; what listens is an emulator of Webex.

#[cfg(unix)]
#[tokio::main]
async fn main() -> Result<(), webex_sdk::BoxError> {
    use webex_emulator::Emulator;
    use webex_sdk::WebexApi;

    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let path = std::env::temp_dir().join(format!("webex-{}.sock", std::process::id()));
    let server = socket::serve(&webex, &path)?;

    let api = WebexApi::builder()
        .token(ana.token())
        .base_url("http://localhost/v1") // names no address here, but it is who the token is for
        .transport(socket::client(&path))
        .build()?;
    let me = api.people().me().await?;
    println!("{:?}, over {}", me.display_name, path.display());

    server.abort();
    std::fs::remove_file(path)?;
    Ok(())
}

#[cfg(not(unix))]
fn main() {
    println!("There are no Unix domain sockets here.");
}

#[cfg(unix)]
pub mod socket {
    use std::future::Future;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use http::Uri;
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use tokio::net::{UnixListener, UnixStream};
    use tokio::task::JoinHandle;
    use tower::make::Shared;
    use tower_service::Service;
    use webex_emulator::Emulator;
    use webex_sdk::Body;

    /// hyper's client, with its pool, over the socket. It is a tower service as it is.
    pub fn client(path: &Path) -> Client<Connect, Body> {
        Client::builder(TokioExecutor::new()).build(Connect(path.into()))
    }

    /// From whatever URI to the one socket.
    #[derive(Clone)]
    pub struct Connect(Arc<Path>);

    impl Service<Uri> for Connect {
        type Response = TokioIo<UnixStream>;
        type Error = io::Error;
        type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Uri) -> Self::Future {
            let path: PathBuf = self.0.to_path_buf();
            Box::pin(async move { Ok(TokioIo::new(UnixStream::connect(path).await?)) })
        }
    }

    /// axum serves any service, on any listener.
    pub fn serve(webex: &Emulator, path: &Path) -> io::Result<JoinHandle<io::Result<()>>> {
        let listener = UnixListener::bind(path)?;
        let service = Shared::new(webex.service());
        Ok(tokio::spawn(async { axum::serve(listener, service).await }))
    }
}
