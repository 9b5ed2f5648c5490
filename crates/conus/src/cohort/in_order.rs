//! How is work shared among threads and handed on in its order? Each thread does every so-manieth piece and waits until
//! somebody takes it, so at most two pieces a thread are in memory.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Does the pieces `0..count` on so many threads and hands them on in their order.
///
/// # Errors
/// What `take` refuses; then no further piece is begun.
pub(super) fn in_order<T: Send, E>(
    threads: usize,
    count: u32,
    work: &(dyn Fn(u32) -> T + Sync),
    take: &mut dyn FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.max(1);
    thread::scope(|scope| {
        let begin = |first: usize| -> Receiver<T> {
            let (hand_on, done) = sync_channel(1);
            scope.spawn(move || {
                for number in (0..count).skip(first).step_by(threads) {
                    if hand_on.send(work(number)).is_err() {
                        // Nobody takes any more.
                        return;
                    }
                }
            });
            done
        };
        let done: Vec<Receiver<T>> = (0..threads.min(count as usize)).map(begin).collect();
        for done in done.iter().cycle().take(count as usize) {
            // A thread that panicked hands nothing on; the end of the scope passes its panic on.
            let Ok(piece) = done.recv() else { break };
            take(piece)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_order_from_any_number_of_threads() {
        for threads in [0, 1, 3, 16] {
            let mut taken = Vec::new();
            let mut take = |piece| {
                taken.push(piece);
                Ok::<_, ()>(())
            };
            in_order(threads, 10, &|number| number * number, &mut take).unwrap();
            assert_eq!(taken, [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
        }
    }

    #[test]
    fn nothing_is_begun_once_a_piece_was_refused() {
        let begun = std::sync::atomic::AtomicU32::new(0);
        let work = |number| {
            begun.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            number
        };
        let refused =
            in_order(2, 1_000_000, &work, &mut |piece| if piece == 5 { Err(piece) } else { Ok(()) });
        assert_eq!(refused, Err(5));
        assert!(begun.into_inner() < 20);
    }

    #[test]
    fn a_panic_of_a_thread_is_passed_on_and_leaves_nobody_waiting() {
        let work = |number| assert!(number != 7, "seven");
        let all = std::panic::catch_unwind(|| in_order(3, 1_000, &work, &mut |()| Ok::<_, ()>(())));
        assert!(all.is_err());
    }
}
