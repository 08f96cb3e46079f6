//! What the client costs as there is more for it to do: longer lists, more calls at once, more clones.
//!
//! One thread does all of it, the service in memory that answers included: what is counted is the client and little else.

mod case;
mod plot;
mod uses;

pub use self::case::Case;
pub use self::plot::plot;
pub use self::uses::{at_once, clones, lists};

/// A use of the client at several sizes: a column of the plot, a table.
#[derive(Debug)]
pub struct Growth {
    pub title: &'static str,
    /// What there is more and more of.
    pub of: &'static str,
    /// What is measured, with its unit.
    pub cpu: &'static str,
    pub heap: &'static str,
    pub cases: Vec<Case>,
}

impl Growth {
    /// In Markdown.
    pub fn table(&self) -> String {
        let head = format!(
            "| {} | {} | {} |\n|---|---|---|\n",
            self.of, self.cpu, self.heap
        );
        let row = |case: &Case| {
            let (cpu, heap) = (short(case.cpu()), short(case.heap()));
            format!("| {} | {cpu} | {heap} |\n", grouped(case.count))
        };
        head + &self.cases.iter().map(row).collect::<String>()
    }
}

/// Three digits, or all before the point.
fn short(value: f64) -> String {
    let decimals = match value {
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

/// With a comma before each three digits.
fn grouped(count: u32) -> String {
    match count {
        ..1000 => count.to_string(),
        _ => format!("{},{:03}", grouped(count / 1000), count % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_large_counts_are_grouped() {
        assert_eq!([0.714, 31.03, 3278.0].map(short), ["0.71", "31.0", "3278"]);
        let counts = [1, 999, 1000, 10_050, 1_000_000].map(grouped);
        assert_eq!(counts, ["1", "999", "1,000", "10,050", "1,000,000"]);
    }
}
