//! The emulator as a program.

use std::{io, net::IpAddr, process::ExitCode, time::Duration};

use webex_emulator::{Chaos, Emulator, Fault, RateLimit, Server};

const HELP: &str = "\
A Webex in memory.

Usage: webex-emulator [options]

  --port N           listen on this port; 0, the default, takes a free one
  --host ADDRESS     listen on this address, 127.0.0.1 if not given
  --rate-limit N     answer 429 after N requests a minute, for each token and family
  --fault-rate SHARE break this share of the requests at random: 0.1 is every tenth
  --seed N           for ids, tokens and faults: the same seed gives the same ones
  --tls FILE         serve https, and write the certificate to trust to this file
  --control          answer below /_emulator, too: anybody who reaches it can become anybody;
                     / is then a page to look at
  --help             print this help

Prints the base URL, then one line for each person: the role and the access token.
Ends on Ctrl-C.
";

#[derive(Debug)]
struct Options {
    host: IpAddr,
    port: u16,
    rate_limit: Option<u32>,
    fault_rate: Option<f64>,
    seed: Option<u64>,
    control: bool,
    tls: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match read(std::env::args().skip(1)) {
        Ok(Some(options)) => match run(options).await {
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

async fn run(options: Options) -> io::Result<()> {
    let webex = options.seed.map_or_else(Emulator::new, Emulator::with_seed);
    webex.control(options.control);
    if let Some(requests) = options.rate_limit {
        webex.rate_limit(RateLimit::window(requests, Duration::from_secs(60)));
    }
    if let Some(share) = options.fault_rate {
        let faults = [
            Fault::status(502),
            Fault::status(503),
            Fault::reset_before_head(),
            Fault::cut_body(10),
        ];
        let chaos = Chaos::new(options.seed.unwrap_or_default(), share);
        webex
            .faults()
            .random(faults.into_iter().fold(chaos, Chaos::fault));
    }
    let server = listen(&webex, &options).await?;
    println!("{}", server.base_url());
    let admin = webex.add_admin("admin@example.com");
    // The same person, with another role and another token.
    let _ = webex.add_compliance_officer(admin.email());
    println!("admin {}", admin.token());
    println!("user {}", webex.add_person("ana@example.com").token());
    println!("bot {}", webex.add_bot("bot").token());
    tokio::signal::ctrl_c().await?;
    server.shutdown().await;
    Ok(())
}

#[cfg(feature = "tls")]
async fn listen(webex: &Emulator, options: &Options) -> io::Result<Server> {
    let Some(file) = &options.tls else {
        return webex.serve((options.host, options.port)).await;
    };
    let server = webex.serve_tls((options.host, options.port)).await?;
    std::fs::write(file, server.certificate_pem().unwrap_or_default())?;
    Ok(server)
}

#[cfg(not(feature = "tls"))]
async fn listen(webex: &Emulator, options: &Options) -> io::Result<Server> {
    if options.tls.is_some() {
        return Err(io::Error::other(
            "built without https: use the feature `tls`",
        ));
    }
    webex.serve((options.host, options.port)).await
}

/// What was asked for, or nothing when help is wanted.
fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options {
        host: IpAddr::from([127, 0, 0, 1]),
        port: 0,
        rate_limit: None,
        fault_rate: None,
        seed: None,
        control: false,
        tls: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--port" => options.port = parse(&value()?)?,
            "--host" => options.host = parse(&value()?)?,
            "--rate-limit" => options.rate_limit = Some(parse(&value()?)?),
            "--fault-rate" => options.fault_rate = Some(parse(&value()?)?),
            "--seed" => options.seed = Some(parse(&value()?)?),
            "--tls" => options.tls = Some(value()?),
            "--control" => options.control = true,
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    Ok(Some(options))
}

fn parse<T: std::str::FromStr>(value: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("{value} is not what was expected"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Result<Option<Options>, String> {
        read(arguments.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn reads_options_and_refuses_nonsense() {
        let options = of(&["--port", "80", "--control", "--seed", "7"])
            .unwrap()
            .unwrap();
        assert_eq!(
            (options.port, options.control, options.seed),
            (80, true, Some(7))
        );
        assert!(of(&["--help"]).unwrap().is_none());
        for wrong in [&["--port"][..], &["--port", "x"], &["--prot", "1"], &["80"]] {
            assert!(of(wrong).is_err(), "{wrong:?}");
        }
    }
}
