//! The tasks of a run and their steps, as they are at a moment, in as many lines as there is room for.

mod branch;

use super::cast::Role;
use super::prefix::Prefixes;
use super::status;
use crate::engine::{End, Outcome};
use branch::{Branch, Standing};
use std::collections::HashMap;
use std::time::Instant;

/// What stands for each standing in the last line.
const WORDS: [(Standing, &str); 5] = [
    (Standing::Running, "running"),
    (Standing::Failed, "failed"),
    (Standing::Stopped, "stopped"),
    (Standing::Waiting, "waiting"),
    (Standing::Done, "done"),
];

/// All tasks, in the order in which they were foreseen.
#[derive(Debug)]
pub struct Tree {
    branches: Vec<Branch>,
    /// The tasks of the Pods that run, by their numbers.
    places: HashMap<usize, usize>,
}

impl Tree {
    /// The tasks that can be foreseen, none of which has started.
    pub fn new(cast: &[Role], prefixes: Prefixes) -> Tree {
        let branches = cast.iter().map(|role| Branch::new(prefixes.name(&role.title), role)).collect();
        Tree { branches, places: HashMap::new() }
    }

    /// A Pod starts: that of a task which waited, or is tried again, or which nobody has foreseen.
    pub fn begin(&mut self, pod: usize, role: &Role, prefixes: Prefixes) {
        let mut branch = Branch::new(prefixes.name(&role.title), role);
        branch.begin();
        let place = self.branches.iter().position(|it| it.run == branch.run);
        let place = place.unwrap_or_else(|| {
            self.branches.push(Branch::new(String::new(), role));
            self.branches.len() - 1
        });
        self.branches[place] = branch;
        self.places.insert(pod, place);
    }

    /// A container has ended.
    pub fn step_ended(&mut self, pod: usize, step: usize, end: &End) {
        if let Some(branch) = self.places.get(&pod).map(|place| &mut self.branches[*place]) {
            branch.step_ended(step, end);
        }
    }

    /// A Pod has ended.
    pub fn end(&mut self, pod: usize, ends: &[Option<End>]) {
        let stopped = ends.iter().flatten().any(|end| end.outcome == Outcome::Stopped);
        self.close(
            pod,
            match (status::phase(ends), stopped) {
                ("Succeeded", _) => Standing::Done,
                (_, true) => Standing::Stopped,
                _ => Standing::Failed,
            },
        );
    }

    /// A Pod could not be run.
    pub fn abandon(&mut self, pod: usize) {
        self.close(pod, Standing::Failed);
    }

    fn close(&mut self, pod: usize, standing: Standing) {
        if let Some(place) = self.places.remove(&pod) {
            self.branches[place].end(standing);
        }
    }

    /// The tree at `now`, in at most `height` lines of at most `width` columns. Steps are left out first, then tasks:
    /// those that are done, then those that wait. The last line counts what is left out.
    pub fn lines(&self, now: Instant, height: usize, width: usize) -> Vec<String> {
        let names = self.branches.iter().map(|branch| branch.name.chars().count()).max().unwrap_or(0);
        let mut lines: Vec<String> = Vec::new();
        let is_room_for_steps = self.branches.iter().map(Branch::height).sum::<usize>() <= height;
        if is_room_for_steps || self.branches.len() <= height {
            for branch in &self.branches {
                lines.push(branch.line(now, names));
                if is_room_for_steps {
                    lines.extend(branch.steps(now));
                }
            }
        } else {
            let mut order: Vec<&Branch> = self.branches.iter().collect();
            order.sort_by_key(|branch| branch.standing);
            let (shown, hidden) = order.split_at(height.saturating_sub(1));
            lines.extend(shown.iter().map(|branch| branch.line(now, names)));
            lines.push(counted(hidden));
        }
        lines.truncate(height);
        lines.iter().map(|line| console::truncate_str(line, width, "…").into_owned()).collect()
    }
}

/// The line for tasks that have no line of their own.
fn counted(branches: &[&Branch]) -> String {
    let counts = WORDS.iter().filter_map(|(standing, word)| {
        let count = branches.iter().filter(|branch| branch.standing == *standing).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    format!("… and {}", counts.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Step;
    use crate::run::title::Title;
    use jiff::Timestamp;

    fn role(task: &str, steps: &[&str]) -> Role {
        let title = Title {
            pipeline_run: Some("run".into()),
            task: Some(task.into()),
            task_run: format!("run-{task}"),
            pod: format!("run-{task}-pod"),
            namespace: "default".into(),
            attempt: 1,
        };
        let step = |name: &&str| Step {
            container: format!("build-step-{name}"),
            name: (*name).into(),
            init: false,
            post_file: None,
        };
        Role { title, steps: steps.iter().map(step).collect() }
    }

    fn end(code: i32, outcome: Outcome) -> End {
        End { code, outcome, started: Timestamp::UNIX_EPOCH, finished: Timestamp::UNIX_EPOCH, message: None }
    }

    /// One that is done, one whose first step has ended, and the rest, which wait.
    fn tree(tasks: usize) -> Tree {
        let cast: Vec<Role> = (0..tasks).map(|task| role(&format!("t{task}"), &["a", "b"])).collect();
        let prefixes = Prefixes::new(&cast, false);
        let mut tree = Tree::new(&cast, prefixes);
        let good = end(0, Outcome::Succeeded);
        tree.begin(0, &cast[0], prefixes);
        tree.end(0, &[Some(good.clone()), Some(good.clone())]);
        tree.begin(1, &cast[1], prefixes);
        tree.step_ended(1, 0, &good);
        tree
    }

    #[test]
    fn it_fits_whatever_the_room() {
        for (tasks, height, width) in [(2, 1, 1), (3, 4, 80), (30, 5, 20), (30, 40, 9), (1000, 12, 200)] {
            let lines = tree(tasks).lines(Instant::now(), height, width);
            assert!(lines.len() <= height, "{lines:#?}");
            assert!(lines.iter().all(|line| console::measure_text_width(line) <= width), "{lines:#?}");
        }
    }

    #[test]
    fn what_runs_is_what_is_seen() {
        let seen = |height| {
            let lines = tree(9).lines(Instant::now(), height, 80);
            let words = |line: String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            lines.into_iter().map(words).collect::<Vec<_>>()
        };
        let all = seen(20);
        assert_eq!(all.len(), 11, "{all:?}");
        assert_eq!((all[0][..2].join(" "), all[2][..2].join(" ")), ("✔ t0".into(), "✔ a".into()), "{all:?}");
        assert_eq!((all[1][1].as_str(), all[3][1].as_str()), ("t1", "b"), "{all:?}");
        assert!(all[1].ends_with(&["b".into(), "(2".into(), "of".into(), "2)".into()]), "{all:?}");
        assert_eq!(seen(10).len(), 9, "no steps");
        let few = seen(3);
        assert_eq!((few[0][1].as_str(), few[1].join(" ").as_str()), ("t1", "· t2"), "{few:?}");
        assert_eq!(few[2].join(" "), "… and 6 waiting, 1 done");
    }
}
