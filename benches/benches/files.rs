//! Files of 100 MB, up and down, beside hyper-util alone: CPU, and memory above idle.
//!
//! `cargo bench -p webex-benches --bench files`. The emulator runs in a process of its own, so that what is measured is the
//! client's: the time of all its threads and the peak of its resident memory, as the kernel (Linux) keeps them. Clients take
//! turns; ratios of medians are what counts.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{Request, header};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, StreamBody};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::io::AsyncWriteExt;
use tokio_util::io::ReaderStream;
use webex_emulator::Emulator;
use webex_sdk::files::Upload;
use webex_sdk::models::RoomId;
use webex_sdk::{BoxError, WebexApi};

const SIZE: usize = 100_000_000;
const ROUNDS: usize = 9;
const SERVES: &str = "WEBEX_BENCH_SERVES";

fn main() -> Result<(), BoxError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    if std::env::var_os(SERVES).is_some() {
        return runtime.block_on(serve());
    }
    let server = Server::start()?;
    println!(
        "100 MB over loopback       CPU ms: raw   webex-sdk   ratio   peak KiB over idle: raw   webex-sdk"
    );
    runtime.block_on(measure(&server))
}

/// The emulator, for as long as there is somebody to talk to.
async fn serve() -> Result<(), BoxError> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let server = webex.serve("127.0.0.1:0").await?;
    println!("{} {}", server.base_url(), ana.token());
    std::future::pending().await
}

struct Server {
    process: Child,
    base_url: String,
    token: String,
}

impl Server {
    fn start() -> Result<Self, BoxError> {
        let mut process = Command::new(std::env::current_exe()?)
            .env(SERVES, "yes")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = process.stdout.take().ok_or("no output")?;
        std::io::BufReader::new(output).read_line(&mut line)?;
        let (base_url, token) = line.trim().split_once(' ').ok_or("no address")?;
        Ok(Self {
            base_url: base_url.to_owned(),
            token: token.to_owned(),
            process,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// hyper-util, and what has to be written by hand over it.
struct Raw {
    client: Client<HttpConnector, UnsyncBoxBody<Bytes, BoxError>>,
    base_url: String,
    token: String,
    room: String,
}

impl Raw {
    fn request(&self, method: &str, url: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(url)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
    }

    async fn upload<S>(&self, content: S) -> Result<(), BoxError>
    where
        S: futures_util::Stream<Item = std::io::Result<Bytes>> + Send + 'static,
    {
        let head = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"roomId\"\r\n\r\n{}\r\n\
             --XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            self.room
        );
        let tail = "\r\n--XX--\r\n";
        let length = head.len() + SIZE + tail.len();
        let one = |text: String| stream::iter([Ok(Bytes::from(text))]);
        let body = one(head).chain(content).chain(one(tail.to_owned()));
        let body = StreamBody::new(body.map_ok(Frame::data).map_err(BoxError::from));
        let request = self
            .request("POST", &format!("{}/messages", self.base_url))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
            .header(header::CONTENT_LENGTH, length)
            .body(body.boxed_unsync())?;
        let answer = self.client.request(request).await?;
        assert!(answer.status().is_success());
        answer.into_body().collect().await?;
        Ok(())
    }

    async fn download(&self, url: &str, to: Option<&Path>) -> Result<usize, BoxError> {
        let request = self.request("GET", url);
        let empty = Empty::new().map_err(BoxError::from).boxed_unsync();
        let mut body = self.client.request(request.body(empty)?).await?.into_body();
        let mut file = match to {
            Some(path) => Some(tokio::fs::File::create_new(path).await?),
            None => None,
        };
        let mut length = 0;
        while let Some(frame) = body.frame().await {
            let Ok(bytes) = frame?.into_data() else {
                continue;
            };
            length += bytes.len();
            if let Some(file) = &mut file {
                file.write_all(&bytes).await?;
            }
        }
        if let Some(mut file) = file {
            file.flush().await?;
            file.sync_all().await?;
        }
        Ok(length)
    }
}

async fn measure(server: &Server) -> Result<(), BoxError> {
    let folder = std::env::temp_dir().join(format!("webex-bench-{:016x}", fastrand::u64(..)));
    std::fs::create_dir(&folder)?;
    let result = measure_in(server, folder.clone()).await;
    std::fs::remove_dir_all(folder)?;
    result
}

async fn measure_in(server: &Server, folder: PathBuf) -> Result<(), BoxError> {
    let api = WebexApi::builder()
        .token(&*server.token)
        .base_url(&*server.base_url)
        .build()?;
    let room: RoomId = api.rooms().create("Files").await?.id;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let raw = Raw {
        client: Client::builder(TokioExecutor::new()).build(connector),
        base_url: server.base_url.clone(),
        token: server.token.clone(),
        room: room.to_string(),
    };
    let content: Bytes = std::iter::repeat_with(|| fastrand::u8(..))
        .take(SIZE)
        .collect();
    let path = folder.join("source.bin");
    std::fs::write(&path, &content)?;

    let upload = |file: Upload| async { Ok(api.messages().create(&room).file(file).await?) };
    compare(
        "upload of bytes",
        || raw.upload(stream::iter([Ok(content.clone())])),
        || async {
            upload(Upload::from_bytes("a.bin", content.clone()))
                .await
                .map(drop)
        },
    )
    .await?;
    drop(content);
    compare(
        "upload of a file",
        || async {
            let file = tokio::fs::File::open(&path).await?;
            raw.upload(ReaderStream::with_capacity(file, 64 << 10))
                .await
        },
        || async { upload(Upload::from_path(&path)).await.map(drop) },
    )
    .await?;
    // The emulator keeps the latest files.
    let message = upload(Upload::from_path(&path)).await?;
    let url = message.files.iter().flatten().next().ok_or("no file")?;
    compare(
        "download, looked at",
        || async {
            assert_eq!(raw.download(url, None).await?, SIZE);
            Ok(())
        },
        || async {
            let file = api.contents().get(url).await?;
            let sum = file.try_fold(0, |sum, bytes| async move { Ok(sum + bytes.len()) });
            assert_eq!(sum.await?, SIZE);
            Ok(())
        },
    )
    .await?;
    let saved = folder.join("saved.bin");
    compare(
        "download to a file",
        || async {
            raw.download(url, Some(&saved)).await?;
            Ok(std::fs::remove_file(&saved)?)
        },
        || async {
            api.contents().get(url).await?.to_file(&saved).await?;
            Ok(std::fs::remove_file(&saved)?)
        },
    )
    .await
}

async fn compare<A, B>(name: &str, raw: impl Fn() -> A, sdk: impl Fn() -> B) -> Result<(), BoxError>
where
    A: Future<Output = Result<(), BoxError>>,
    B: Future<Output = Result<(), BoxError>>,
{
    let (mut of_raw, mut of_sdk) = (Vec::new(), Vec::new());
    // The first round opens connections.
    for round in 0..=ROUNDS {
        let (one, other) = (cost(raw()).await?, cost(sdk()).await?);
        if round > 0 {
            of_raw.push(one);
            of_sdk.push(other);
        }
    }
    let (raw_ms, raw_peak) = medians(of_raw);
    let (sdk_ms, sdk_peak) = medians(of_sdk);
    println!(
        "{name:24} {raw_ms:15.1} {sdk_ms:11.1} {:7.2} {raw_peak:25} {sdk_peak:11}",
        sdk_ms / raw_ms
    );
    Ok(())
}

/// CPU milliseconds of all threads, and how far the resident memory rose.
async fn cost(run: impl Future<Output = Result<(), BoxError>>) -> Result<(f64, u64), BoxError> {
    // Forgets the peak so far.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let (cpu_before, idle) = (cpu()?, memory("VmRSS")?);
    run.await?;
    let cpu = (cpu()? - cpu_before) as f64 / 1e6;
    Ok((cpu, memory("VmHWM")?.saturating_sub(idle)))
}

/// The median of the times, the largest of the peaks.
fn medians(costs: Vec<(f64, u64)>) -> (f64, u64) {
    let (mut cpu, mut memory): (Vec<_>, Vec<_>) = costs.into_iter().unzip();
    cpu.sort_by(f64::total_cmp);
    memory.sort_unstable();
    (cpu[cpu.len() / 2], memory[memory.len() - 1])
}

/// Nanoseconds of all threads there are: those that read and write files stay for a while.
fn cpu() -> Result<u64, BoxError> {
    let mut sum = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let stat = std::fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
        sum += stat
            .split(' ')
            .next()
            .unwrap_or_default()
            .parse()
            .unwrap_or(0);
    }
    Ok(sum)
}

/// Kibibytes.
fn memory(name: &str) -> Result<u64, BoxError> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(number.ok_or("no such figure")?.parse()?)
}
