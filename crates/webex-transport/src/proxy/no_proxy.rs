//! Which hosts are reached without a proxy: hyper-util's rules, with what they lack put into their terms.

/// The entries of one list that hold for one port, or for all, as hyper-util's matcher reads them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entries {
    pub(super) port: Option<u16>,
    pub(super) list: String,
}

/// Sorts a list by port: those for all ports first.
pub(super) fn parse(text: &str) -> Vec<Entries> {
    let mut all = vec![Entries::default()];
    for entry in text.split(|c: char| c == ',' || c.is_whitespace()) {
        let (host, port) = host_and_port(entry);
        let host = match host.strip_prefix('*') {
            Some("") => "*,0.0.0.0/0,::/0", // hyper-util's `*` is for names alone
            Some(suffix) if suffix.starts_with('.') => suffix,
            _ => host,
        };
        let host = host.strip_suffix('.').unwrap_or(host);
        if host.trim_matches('.').is_empty() {
            continue; // D-43
        }
        let at = all.iter().position(|entries| entries.port == port);
        match at.and_then(|at| all.get_mut(at)) {
            Some(entries) => {
                entries.list.push(',');
                entries.list.push_str(host);
            }
            None => all.push(Entries {
                port,
                list: host.to_owned(),
            }),
        }
    }
    all
}

/// D-44: what is an address as a whole has no port. What cannot be read stays as it is, and matches nothing.
fn host_and_port(entry: &str) -> (&str, Option<u16>) {
    let bracketed = entry
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .filter(|(inside, _)| inside.contains(':'));
    let (host, port) = match bracketed {
        Some((host, "")) => return (host, None),
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        // Several colons: IPv6, an address or a network.
        None if entry.matches(':').count() > 1 => return (entry, None),
        None => match entry.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => return (entry, None),
        },
    };
    match port.and_then(|port| port.parse().ok()) {
        Some(port) => (host, Some(port)),
        None => (entry, None),
    }
}
