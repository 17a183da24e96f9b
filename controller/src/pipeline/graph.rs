//! The graph of a Pipeline: its tasks, and what each of them waits for.

use std::collections::{HashMap, VecDeque};

use super::cycle;
use crate::field_path::FieldPath;
use crate::model::{PipelineTask, TaskInput};

/// What the tasks of a Pipeline wait for. Tasks are numbered as the Pipeline lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Graph {
    /// Of each task those that it waits for, each once.
    before: Vec<Vec<usize>>,
    /// All tasks, each behind those that it waits for.
    order: Vec<usize>,
}

/// An edge that cannot be: the field below `spec.tasks` that asks for it, and why not.
pub(crate) type Wrong = (FieldPath, String);

impl Graph {
    /// The graph of `tasks`, whose names have to be there and to differ.
    ///
    /// # Errors
    /// Every edge to a task that is not there, or a way that leads back to where it began.
    pub fn of(tasks: &[PipelineTask]) -> Result<Self, Vec<Wrong>> {
        let numbers: HashMap<&str, usize> =
            tasks.iter().enumerate().map(|(number, task)| (task.name.as_str(), number)).collect();
        let mut wrong = Vec::new();
        let before: Vec<Vec<usize>> = tasks
            .iter()
            .enumerate()
            .map(|(number, task)| {
                let mut before = Vec::new();
                for (name, path) in edges(number, task) {
                    match numbers.get(name) {
                        None => {
                            wrong
                                .push((path, format!("{} depends on {name:?}, which is no task", task.name)));
                        }
                        Some(&other) if other == number => {
                            wrong.push((path, format!("task {:?} depends on itself", task.name)));
                        }
                        Some(&other) => before.push(other),
                    }
                }
                before.sort_unstable();
                before.dedup();
                before
            })
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let order = order(&before);
        if order.len() < tasks.len() {
            return Err(vec![cycle::find(tasks, &before, &order)]);
        }
        Ok(Self { before, order })
    }

    /// All tasks, each behind those that it waits for; of those that could be next the first of the list.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// What `task` waits for.
    pub fn before(&self, task: usize) -> &[usize] {
        &self.before[task]
    }
}

/// The names of the tasks that task `number` waits for, each with its field below `spec.tasks`.
pub(super) fn edges(number: usize, task: &PipelineTask) -> impl Iterator<Item = (&str, FieldPath)> {
    let path = FieldPath::default().index(number);
    let after = path.key("runAfter");
    let inputs = path.key("resources").key("inputs");
    let after = task.run_after.iter().enumerate().map(move |(at, name)| (name.as_str(), after.index(at)));
    let from = task.inputs.iter().enumerate().flat_map(move |(input, TaskInput { from, .. })| {
        let path = inputs.index(input).key("from");
        from.iter().enumerate().map(move |(at, name)| (name.as_str(), path.index(at)))
    });
    after.chain(from)
}

/// The tasks, each behind those that it waits for; without those that wait for themselves by some way.
fn order(before: &[Vec<usize>]) -> Vec<usize> {
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (task, before) in before.iter().enumerate() {
        for &earlier in before {
            behind[earlier].push(task);
        }
    }
    let mut open: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut ready: VecDeque<usize> = (0..before.len()).filter(|&task| open[task] == 0).collect();
    let mut order = Vec::with_capacity(before.len());
    while let Some(task) = ready.pop_front() {
        order.push(task);
        for &next in &behind[task] {
            open[next] -= 1;
            if open[next] == 0 {
                ready.push_back(next);
            }
        }
    }
    order
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{TaskKind, TaskRef};

    /// Tasks `t0`, `t1` and so on, each with the numbers of those that it runs after.
    pub fn tasks(before: &[Vec<usize>]) -> Vec<PipelineTask> {
        let task = |(number, before): (usize, &Vec<usize>)| PipelineTask {
            name: format!("t{number}"),
            task: TaskRef { kind: TaskKind::Task, name: "t".to_owned() },
            retries: 0,
            run_after: before.iter().map(|number| format!("t{number}")).collect(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            params: Vec::new(),
        };
        before.iter().enumerate().map(task).collect()
    }

    fn error(before: &[Vec<usize>]) -> String {
        let wrong = Graph::of(&tasks(before)).unwrap_err();
        let lines: Vec<String> = wrong.iter().map(|(path, message)| format!("{path}: {message}\n")).collect();
        lines.concat()
    }

    #[test]
    fn what_cannot_be_is_named_with_its_field() {
        assert_eq!(
            error(&[vec![7, 0]]),
            "[0].runAfter[0]: t0 depends on \"t7\", which is no task\n[0].runAfter[1]: task \"t0\" depends on itself\n"
        );
        assert_eq!(error(&[vec![2], vec![0], vec![1]]), "[0].runAfter[0]: cycle: t0 -> t1 -> t2 -> t0\n");
        // What leads into a cycle, or out of it, is none of it.
        assert_eq!(
            error(&[vec![], vec![0, 2], vec![1], vec![2]]),
            "[1].runAfter[1]: cycle: t1 -> t2 -> t1\n"
        );
    }

    #[test]
    fn a_chain_of_ten_thousand_is_no_effort() {
        let before: Vec<Vec<usize>> =
            (0..10_000).map(|number| if number < 9_999 { vec![number + 1] } else { vec![] }).collect();
        let graph = Graph::of(&tasks(&before)).unwrap();
        assert!(graph.order().iter().rev().copied().eq(0..10_000));
        let around: Vec<Vec<usize>> = (0..10_000).map(|number| vec![(number + 1) % 10_000]).collect();
        assert!(error(&around).contains("-> t0\n"));
    }

    proptest! {
        #[test]
        fn nothing_comes_before_what_it_waits_for(edges in vec((0usize..30, 0usize..30), 0..60)) {
            let mut before = vec![Vec::new(); 30];
            for (one, other) in edges.into_iter().filter(|(one, other)| one != other) {
                before[one.max(other)].push(one.min(other));
            }
            let graph = Graph::of(&tasks(&before)).unwrap();
            let mut done = [false; 30];
            for &task in graph.order() {
                prop_assert!(graph.before(task).iter().all(|&earlier| done[earlier]));
                done[task] = true;
            }
            prop_assert!(done.iter().all(|done| *done));
        }
    }
}
