//! The next page while this one is worked on, and the memory of it all.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use tokio::time::{Instant, sleep};

use crate::{
    Items, Pages,
    testing::{Paged, Script, Steps, paged},
};

/// D-16: the waiting is the transport's; a slow answer is waited for, once.
#[tokio::test(start_paused = true)]
async fn waits_for_a_slow_page_and_asks_once() {
    let script = Script::numbers(4, 10).latency(Duration::from_secs(8));
    let all: Vec<usize> = script
        .list("/numbers?page=0")
        .items::<usize>()
        .try_collect()
        .await
        .unwrap();
    assert_eq!((all.len(), script.requests()), (40, 4));
}

/// The held prefetch moves at each record that is handed out, so that a page which takes several steps gets on.
#[tokio::test(start_paused = true)]
async fn prefetch_moves_while_buffered_records_are_handed_out() {
    let service = paged(2, 10, |_| Steps::Slow {
        times: 5,
        each: Duration::from_millis(10),
    });
    let mut items = service.list().prefetch(true).items::<usize>();
    items.next().await.unwrap().unwrap();
    for _ in 1..10 {
        sleep(Duration::from_millis(10)).await;
        items.next().await.unwrap().unwrap();
    }
    let start = Instant::now();
    items.next().await.unwrap().unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

type Numbers = Items<usize, Paged, String>;

/// What prefetch gives a consumer of 50 ms a page of ten records, where a page takes 50 ms: in how many steps?
async fn ten_pages(
    list: impl FnOnce(Pages<Paged, String>) -> Numbers,
    steps: u32,
    records: usize,
) -> Duration {
    let each = Duration::from_millis(50) / steps;
    let service = paged(10, records, move |_| Steps::Slow { times: steps, each });
    let mut items = list(service.list());
    let start = Instant::now();
    while items.try_next().await.unwrap().is_some() {
        sleep(Duration::from_millis(50) / u32::try_from(records).unwrap()).await;
    }
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn held_prefetch_hides_the_latency_of_one_step() {
    let held = |pages: Pages<_, _>| pages.prefetch(true).items();
    for records in [1, 10] {
        let elapsed = ten_pages(held, 1, records).await;
        assert!(elapsed <= Duration::from_millis(620), "{elapsed:?}");
    }
    let elapsed = ten_pages(held, 4, 1).await;
    assert!(
        elapsed > Duration::from_millis(620),
        "{elapsed:?}: with several steps it needs more polls than it gets"
    );
    let without = ten_pages(|pages| pages.items(), 1, 1).await;
    assert!(without >= Duration::from_millis(1000), "{without:?}");
}

#[cfg(feature = "tokio")]
#[tokio::test(start_paused = true)]
async fn spawned_prefetch_hides_the_latency_of_many_steps() {
    for (steps, records) in [(1, 1), (4, 1), (10, 1), (10, 10)] {
        let elapsed = ten_pages(|pages| pages.prefetch_spawned().items(), steps, records).await;
        assert!(
            elapsed <= Duration::from_millis(620),
            "{elapsed:?} with {steps} steps"
        );
    }
}

/// G7: peak heap does not grow with the number of pages.
#[test]
fn memory_is_flat_in_the_number_of_pages() {
    let peak = |pages: usize, prefetch: bool| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let service = paged(pages, 100, |_| Steps::Page);
        let measured = allocation_counter::measure(|| {
            runtime.block_on(async {
                let mut items = service.list().prefetch(prefetch).items::<usize>();
                let mut count = 0;
                while items.try_next().await.unwrap().is_some() {
                    count += 1;
                }
                assert_eq!(count, pages * 100);
            });
        });
        measured.bytes_max
    };
    for prefetch in [false, true] {
        let (many, more) = (peak(5000, prefetch), peak(8000, prefetch));
        assert!(
            many < 64 << 10,
            "{many} bytes: the window of visited pages as it grows, and two pages"
        );
        assert!(more < many + 64, "{many} bytes, then {more}");
    }
}
