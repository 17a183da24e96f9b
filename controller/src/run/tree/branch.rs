//! One task in the tree.

use crate::elapsed::duration;
use crate::engine::{End, Outcome};
use crate::run::cast::Role;
use crate::run::title::RunKey;
use jiff::SignedDuration;
use std::time::{Duration, Instant};

/// How far a task or step is, what is most worth seeing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It runs.
    Running,
    /// It has failed.
    Failed,
    /// It was told to end.
    Stopped,
    /// Its turn has not come.
    Waiting,
    /// It has ended well.
    Done,
    /// A step that was left out, since one before it failed.
    Skipped,
}

/// What turns while something runs, a tenth of a second each.
const SPINNER: [char; 10] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

impl Standing {
    fn mark(self, gone: Option<Duration>) -> char {
        match self {
            Standing::Running => SPINNER[gone.map_or(0, |gone| gone.as_millis() / 100 % 10) as usize],
            Standing::Failed => '✘',
            Standing::Stopped => '■',
            Standing::Waiting => '·',
            Standing::Done => '✔',
            Standing::Skipped => '-',
        }
    }
}

/// A task and its steps.
#[derive(Debug)]
pub struct Branch {
    /// What the user calls it.
    pub name: String,
    /// Its TaskRun.
    pub run: RunKey,
    /// How far it is.
    pub standing: Standing,
    clock: Clock,
    twigs: Vec<Twig>,
}

/// A container.
#[derive(Debug)]
struct Twig {
    name: String,
    standing: Standing,
    clock: Clock,
    init: bool,
    /// Whether it is one of the steps, which hand on to each other.
    is_step: bool,
}

/// When something began, and how long it took once it has ended.
#[derive(Debug, Clone, Copy, Default)]
struct Clock {
    began: Option<Instant>,
    took: Option<Duration>,
}

impl Clock {
    fn start(&mut self) {
        *self = Clock { began: Some(Instant::now()), took: None };
    }

    fn stop(&mut self) {
        self.took = self.began.map(|began| began.elapsed());
    }

    fn at(self, now: Instant) -> Option<Duration> {
        self.took.or(self.began.map(|began| now.saturating_duration_since(began)))
    }
}

impl Branch {
    /// The task of `role`, called `name`, which waits.
    pub fn new(name: String, role: &Role) -> Branch {
        let twig = |step: &crate::engine::Step| Twig {
            name: step.name.clone(),
            standing: Standing::Waiting,
            clock: Clock::default(),
            init: step.init,
            is_step: !step.init && !step.is_nop(),
        };
        let twigs = role.steps.iter().map(twig).collect();
        Branch { name, run: role.title.run(), standing: Standing::Waiting, clock: Clock::default(), twigs }
    }

    /// Its Pod starts.
    pub fn begin(&mut self) {
        self.standing = Standing::Running;
        self.clock.start();
    }

    /// The container `step` has ended: the one behind it is next.
    pub fn step_ended(&mut self, step: usize, end: &End) {
        let twig = &mut self.twigs[step];
        twig.clock.stop();
        twig.standing = match end.outcome {
            Outcome::Succeeded => Standing::Done,
            Outcome::Failed => Standing::Failed,
            Outcome::Skipped => Standing::Skipped,
            Outcome::Stopped => Standing::Stopped,
        };
        let is_prepared = self.twigs.iter().all(|twig| !twig.init || twig.standing == Standing::Done);
        let is_busy = self.twigs.iter().any(|twig| twig.standing == Standing::Running);
        let next = self.twigs.iter_mut().find(|twig| twig.is_step && twig.standing == Standing::Waiting);
        if let Some(next) = next.filter(|_| is_prepared && !is_busy) {
            next.standing = Standing::Running;
            next.clock.start();
        }
    }

    /// Its Pod has ended.
    pub fn end(&mut self, standing: Standing) {
        self.standing = standing;
        self.clock.stop();
    }

    /// How many lines it takes with its steps.
    pub fn height(&self) -> usize {
        1 + self.steps(Instant::now()).count()
    }

    /// Its own line, with the name in `width` columns.
    pub fn line(&self, now: Instant, width: usize) -> String {
        let gone = self.clock.at(now);
        let steps = || self.twigs.iter().filter(|twig| twig.is_step);
        let what = match (self.standing, steps().position(|twig| twig.standing == Standing::Running)) {
            (Standing::Running, Some(place)) => {
                let name = steps().nth(place).map_or("", |twig| &twig.name);
                format!("{name} ({} of {})", place + 1, steps().count())
            }
            (Standing::Running, None) if steps().all(|twig| twig.standing == Standing::Waiting) => {
                "preparing".into()
            }
            _ => String::new(),
        };
        let line = format!("{} {:<width$}  {:>7}  {what}", self.standing.mark(gone), self.name, text(gone));
        line.trim_end().to_owned()
    }

    /// The lines of its steps, while they are worth seeing: it runs, or has failed.
    pub fn steps(&self, now: Instant) -> impl Iterator<Item = String> {
        let is_shown = !matches!(self.standing, Standing::Waiting | Standing::Done);
        self.twigs.iter().filter(move |twig| is_shown && twig.is_step).map(move |twig| {
            let gone = twig.clock.at(now);
            format!("  {} {}  {}", twig.standing.mark(gone), twig.name, text(gone)).trim_end().to_owned()
        })
    }
}

fn text(gone: Option<Duration>) -> String {
    gone.map_or_else(String::new, |gone| duration(SignedDuration::try_from(gone).unwrap_or_default()))
}
