//! The emulator as a program.

use std::{io, net::Ipv4Addr, process::ExitCode};

use webex_emulator::Emulator;

const HELP: &str = "\
A Webex in memory.

Usage: webex-emulator [--port N]

  --port N    listen on this port of 127.0.0.1; 0, the default, takes a free one
  --help      print this help

Prints the base URL, then one line for each person: the role and the access token.
Ends on Ctrl-C.
";

#[tokio::main]
async fn main() -> ExitCode {
    match port(std::env::args().skip(1)) {
        Ok(Some(port)) => match run(port).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("webex-emulator: {error}");
                ExitCode::FAILURE
            }
        },
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("webex-emulator: {problem}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

async fn run(port: u16) -> io::Result<()> {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, port)).await?;
    println!("{}", server.base_url());
    println!("admin {}", webex.add_admin("admin@example.com").token());
    println!("user {}", webex.add_person("ana@example.com").token());
    println!("bot {}", webex.add_bot("bot").token());
    tokio::signal::ctrl_c().await?;
    server.shutdown().await;
    Ok(())
}

/// The port asked for, or none when help is wanted.
fn port(mut arguments: impl Iterator<Item = String>) -> Result<Option<u16>, String> {
    let mut port = 0;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--port" => {
                let value = arguments.next().ok_or("--port needs a number")?;
                port = value.parse().map_err(|_| format!("{value} is no port"))?;
            }
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    Ok(Some(port))
}
