//! The plot: a column for each use, processor time above, heap below.

use super::{Case, Growth, short};

const WIDTH: f64 = 1080.0;
const HEIGHT: f64 = 590.0;
/// From one column to the next, and of what is drawn in each.
const COLUMN: f64 = 344.0;
const GRAPH: (f64, f64) = (286.0, 160.0);
const ROWS: [f64; 2] = [138.0, 372.0];
const COLOURS: [&str; 2] = ["#0b62b8", "#a8480b"];
const STYLE: &str = "text{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif;font-size:12px;fill:#1f2328}\
    .head{font-size:20px;font-weight:600}.title{font-size:15px;font-weight:600}.axis{fill:#59636e;font-size:11px}\
    .value{font-weight:600}.halo{stroke:#fff;stroke-width:4;stroke-linejoin:round}";

/// In SVG, on a white ground: the colours are for that.
pub fn plot(growths: &[Growth]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
        <title>How cost grows</title>\n<style>{STYLE}</style>\n\
        <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    svg += &text(24.0, 38.0, "start", "head", "How cost grows");
    let promise = "What one of many costs, by how many there are. A flat line is the promise.";
    svg += &text(24.0, 62.0, "start", "", promise);
    for (growth, nth) in growths.iter().zip(0..) {
        svg += &column(66.0 + COLUMN * f64::from(nth), growth);
    }
    svg + "</svg>\n"
}

fn column(left: f64, growth: &Growth) -> String {
    let graph = |top, label, colour, cost: fn(&Case) -> f64| {
        let of = |case: &Case| (case.count, cost(case));
        let points: Vec<_> = growth.cases.iter().map(of).collect();
        let scale = round_up(points.iter().map(|(_, cost)| *cost));
        let (x, y) = (left, top);
        text(left, top - 14.0, "start", "", label)
            + &Graph {
                x,
                y,
                scale,
                points,
            }
            .draw(colour)
    };
    let below = ROWS[1] + GRAPH.1 + 38.0;
    text(left, 104.0, "start", "title", growth.title)
        + &graph(ROWS[0], growth.cpu, COLOURS[0], Case::cpu)
        + &graph(ROWS[1], growth.heap, COLOURS[1], Case::heap)
        + &text(left + GRAPH.0 / 2.0, below, "middle", "axis", growth.of)
}

/// What each of so many costs, from the corner at the upper left.
struct Graph {
    x: f64,
    y: f64,
    scale: f64,
    points: Vec<(u32, f64)>,
}

impl Graph {
    fn draw(&self, colour: &str) -> String {
        let mut svg = [0.0, 0.5, 1.0].map(|part| self.mark(part)).concat();
        let places: Vec<_> = (0..self.points.len())
            .filter_map(|nth| self.place(nth))
            .collect();
        let path: String = places
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1} "))
            .collect();
        svg += &format!(
            "<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n"
        );
        for (nth, ((x, y), (count, cost))) in places.into_iter().zip(&self.points).enumerate() {
            svg += &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\"/>\n");
            for class in ["value halo", "value"] {
                svg += &text(
                    x + self.aside(nth),
                    y - 10.0,
                    "middle",
                    class,
                    &short(*cost),
                );
            }
            svg += &text(x, self.y + GRAPH.1 + 18.0, "middle", "axis", &power(*count));
        }
        svg
    }

    /// A line across at a part of the scale.
    fn mark(&self, part: f64) -> String {
        let (y, right) = (self.y + GRAPH.1 * (1.0 - part), self.x + GRAPH.0);
        let colour = if part == 0.0 { "#59636e" } else { "#dfe3e8" };
        let number = format!("{:.2}", self.scale * part);
        let number = number.trim_end_matches('0').trim_end_matches('.');
        format!(
            "<path d=\"M{:.1} {y:.1}H{right:.1}\" stroke=\"{colour}\"/>\n",
            self.x
        ) + &text(self.x - 8.0, y + 4.0, "end", "axis", number)
    }

    /// Each count is ten times the one before: by their logarithms they are evenly apart.
    fn place(&self, nth: usize) -> Option<(f64, f64)> {
        let (_, cost) = self.points.get(nth)?;
        let margin = 20.0;
        let step = (GRAPH.0 - 2.0 * margin) / (self.points.len() as f64 - 1.0);
        let up = GRAPH.1 * cost / self.scale;
        Some((self.x + margin + step * nth as f64, self.y + GRAPH.1 - up))
    }

    /// How far a number stands beside its point, so that no steep line crosses it.
    fn aside(&self, nth: usize) -> f64 {
        let height = |nth| self.place(nth).map(|(_, y)| -y);
        let rise = |from, to| {
            height(to)
                .zip(height(from))
                .map_or(0.0, |(to, from)| to - from)
        };
        match (rise(nth, nth.wrapping_sub(1)), rise(nth, nth + 1)) {
            (18.0.., _) => 8.0,
            (_, 18.0..) => -8.0,
            _ => 0.0,
        }
    }
}

fn text(x: f64, y: f64, anchor: &str, class: &str, text: &str) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" class=\"{class}\">{text}</text>\n"
    )
}

/// The next of 1, 2, 4, 6, 8, 10 times a power of ten, with room for a number above the highest point.
fn round_up(costs: impl Iterator<Item = f64>) -> f64 {
    let most = costs.fold(f64::MIN_POSITIVE, f64::max) * 1.15;
    let power = 10_f64.powf(most.log10().floor());
    let steps = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= most).unwrap_or(most)
}

/// 1, 10, 100, 1k, and so on.
fn power(count: u32) -> String {
    match count {
        ..1000 => count.to_string(),
        1000..1_000_000 => format!("{}k", count / 1000),
        _ => format!("{}M", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_a_round_number_with_room_above_the_highest_point() {
        let scales = [[0.71, 0.9], [0.9, 5.2], [48.0, 48.0], [88.0, 9.0]];
        let scales = scales.map(|costs| round_up(costs.into_iter()));
        assert_eq!(scales, [2.0, 6.0, 60.0, 200.0]);
    }
}
