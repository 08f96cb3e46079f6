//! Through proxies that others wrote: squid, tinyproxy and microsocks, where they are installed (`tests/proxies/run.sh`).

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use webex_sdk::{Error, ErrorKind, Proxy, Tls, WebexApi};

use crate::peers::{Authority, Origin};

/// With all that is special somewhere on the way.
const PASSWORD: &str = "p@ss word:%";
const REFUSES: &str = "refuses its user and password";

/// A program that runs for as long as this is held, in a folder of its own.
struct Program {
    child: Child,
    folder: PathBuf,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Starts it and waits until it listens; `None`, with a line that says so, where it is not installed.
async fn start(
    name: &str,
    arguments: impl FnOnce(&Path, u16) -> Vec<String>,
) -> Option<(Program, u16)> {
    let program =
        ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map(|folder| Path::new(folder).join(name));
    let Some(program) = program.iter().find(|program| program.exists()) else {
        println!("skipped: {name} is not installed; tests/proxies/run.sh installs it where it can");
        return None;
    };
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let folder = std::env::temp_dir().join(format!("webex-{name}-{port}"));
    fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new(program);
    command
        .args(arguments(&folder, port))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let program = Program {
        child: command.spawn().unwrap(),
        folder,
    };
    let patience = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < patience, "{name} does not listen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Some((program, port))
}

/// A name of this machine that is none of loopback's, which proxies find by themselves.
fn own_name() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()?
        .trim()
        .to_owned();
    let mut found = (name.as_str(), 80).to_socket_addrs().into_iter().flatten();
    if found.any(|address| address.ip().is_loopback()) && name != "localhost" {
        return Some(name);
    }
    println!("skipped: {name:?} does not lead to this machine by loopback");
    None
}

/// A call with the right password arrives, one with another is refused: with this error.
async fn lets_in_who_may(
    authority: &Authority,
    name: &str,
    right: &str,
    proxy: impl Fn() -> Proxy,
) -> Error {
    let origin = Origin::https(authority.issue(&[name]).acceptor()).await;
    let call = async |password: &str| {
        let tls = Tls::new()
            .only_added_roots()
            .add_root_pem(authority.pem())
            .unwrap();
        let api = WebexApi::builder()
            .token("t")
            .base_url(format!("https://{name}:{}/v1", origin.addr.port()))
            .tls(tls)
            .proxy(proxy().basic_auth("ana", password))
            .build()
            .unwrap();
        api.people().me().await
    };
    assert_eq!(
        call(right).await.unwrap().display_name.as_deref(),
        Some("Ana")
    );
    let heads = origin.heads();
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].to_lowercase().contains("proxy"), "{}", heads[0]);

    let error = call("another").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Proxy, "{error:?}");
    assert_eq!(origin.heads().len(), 1);
    error
}

/// squid, spoken to in the clear and by TLS. It has a list of hosts of its own.
#[tokio::test]
async fn through_squid() {
    let authority = Authority::new();
    for secure in [false, true] {
        let configure = |folder: &Path, port: u16| {
            let file = |name: &str, text: &str| {
                fs::write(folder.join(name), text).unwrap();
                folder.join(name).display().to_string()
            };
            let hosts = file("hosts", "127.0.0.1 webex.test\n");
            let proxy = authority.issue(&["127.0.0.1"]);
            let (certificate, key) = (
                file("cert.pem", &proxy.pem),
                file("key.pem", &proxy.key_pem()),
            );
            let listen = if secure {
                format!("https_port 127.0.0.1:{port} tls-cert={certificate} tls-key={key}")
            } else {
                format!("http_port 127.0.0.1:{port}")
            };
            // squid escapes what it hands over: RFC 1738.
            let script = file(
                "auth.sh",
                "while read -r user password; do\n\
                 if [ \"$user $password\" = 'ana p@ss%20word:%25' ]; then echo OK; else echo ERR; fi\n\
                 done\n",
            );
            let lines = [
                listen,
                format!("hosts_file {hosts}"),
                format!("auth_param basic program /bin/sh {script}"),
                "acl known proxy_auth REQUIRED".to_owned(),
                "http_access allow CONNECT known".to_owned(),
                "http_access deny all".to_owned(),
                "cache deny all".to_owned(),
                "access_log none".to_owned(),
                "cache_log /dev/null".to_owned(),
                "pid_filename none".to_owned(),
                "visible_hostname proxy.test".to_owned(),
                format!("coredump_dir {}", folder.display()),
            ];
            let configuration = file("squid.conf", &lines.join("\n"));
            vec!["-N".to_owned(), "-f".to_owned(), configuration]
        };
        let Some((_squid, port)) = start("squid", configure).await else {
            return;
        };
        let scheme = if secure { "https" } else { "http" };
        let proxy = || Proxy::all(format!("{scheme}://127.0.0.1:{port}")).unwrap();
        let error = lets_in_who_may(&authority, "webex.test", PASSWORD, proxy).await;
        assert!(error.to_string().contains(REFUSES), "{error}");
    }
}

#[tokio::test]
async fn through_tinyproxy() {
    let simple = "p-ass_word"; // its configuration takes no others
    let Some(name) = own_name() else { return };
    let configure = |folder: &Path, port: u16| {
        let configuration = folder.join("tinyproxy.conf");
        let text = format!(
            "Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nBasicAuth ana {simple}\nTimeout 60\nLogLevel Critical\n"
        );
        fs::write(&configuration, text).unwrap();
        vec![
            "-d".to_owned(),
            "-c".to_owned(),
            configuration.display().to_string(),
        ]
    };
    let Some((_tinyproxy, port)) = start("tinyproxy", configure).await else {
        return;
    };
    let proxy = || Proxy::https(format!("127.0.0.1:{port}")).unwrap();
    // It says 401 to a password that is wrong, and 407 only when there is none.
    let error = lets_in_who_may(&Authority::new(), &name, simple, proxy).await;
    assert!(error.to_string().contains("gave no way to"), "{error}");
}

#[tokio::test]
async fn through_microsocks() {
    let Some(name) = own_name() else { return };
    let configure = |_: &Path, port: u16| {
        let port = port.to_string();
        let arguments = ["-i", "127.0.0.1", "-p", &port, "-u", "ana", "-P", PASSWORD];
        arguments.map(str::to_owned).to_vec()
    };
    let Some((_microsocks, port)) = start("microsocks", configure).await else {
        return;
    };
    for scheme in ["socks5", "socks5h"] {
        let proxy = || Proxy::all(format!("{scheme}://127.0.0.1:{port}")).unwrap();
        let error = lets_in_who_may(&Authority::new(), &name, PASSWORD, proxy).await;
        assert!(error.to_string().contains(REFUSES), "{error}");
    }
}
