//! A history by chance, as `git fast-import` reads it.

use tests::Dice;

use super::contents::Contents;
use super::names::{path, quoted};

/// What `.gitattributes` hold: first those that leave line ends alone, then one that changes no file on its way out,
/// then those that do.
const ATTRIBUTES: [&str; 7] = [
    "*.txt diff=markdown linguist-documentation\n",
    "*.bin binary\n*.txt -text\n",
    "*.txt text eol=lf\n",
    "*.txt text eol=crlf\n",
    "*.txt ident\n",
    "[attr]dos text eol=crlf\n*.txt dos\n",
    "*.u16 text working-tree-encoding=UTF-16LE eol=crlf\n*.txt text=auto\n",
];

/// How many of them leave line ends alone. Under the others a file with such that are not its own is a changed one for git,
/// whenever it looks into it.
const PLAIN: usize = 2;

/// When the first commit was made, in seconds since 1970.
const BEGIN: u64 = 1_580_608_922;

/// A history in the making.
pub struct History<'a> {
    dice: &'a mut Dice,
    /// For `git fast-import`.
    pub stream: Vec<u8>,
    /// The branches, the default one first, and the commit that each is at.
    pub branches: Vec<(String, u64)>,
    /// Tags of commits.
    pub tags: Vec<String>,
    commits: u64,
    paths: Vec<Vec<u8>>,
    contents: Contents,
    attributes: &'static [&'static str],
    hard: bool,
    links: bool,
}

impl<'a> History<'a> {
    pub fn new(dice: &'a mut Dice) -> Self {
        let (hard, links) = (dice.one_in(2), dice.one_in(2));
        let attributes = match dice.below(5) {
            0 | 1 => &ATTRIBUTES[..0],
            2 => &ATTRIBUTES[..PLAIN],
            3 => &ATTRIBUTES[..=PLAIN],
            _ => &ATTRIBUTES[..],
        };
        let large = if dice.one_in(10) { 2 } else { 0 };
        let contents = Contents::new(attributes.len() <= PLAIN, large);
        Self {
            dice,
            stream: Vec::new(),
            branches: Vec::new(),
            tags: Vec::new(),
            commits: 0,
            paths: Vec::new(),
            contents,
            attributes,
            hard,
            links,
        }
    }

    /// Makes all of it.
    pub fn make(&mut self) {
        let commits = if self.dice.one_in(3) { 1 } else { 1 + self.dice.below(40) };
        let files = if self.dice.one_in(12) { 600 } else { 1 + self.dice.below(60) };
        for at in 0..commits {
            let changes = if at == 0 { files } else { 1 + self.dice.below(8) };
            self.commit(changes);
            if self.dice.one_in(5) {
                self.tag();
            }
        }
        self.tag();
        self.text("done\n");
    }

    /// A commit on a branch that is there, on a new one that begins at another, or on one without a beginning.
    fn commit(&mut self, changes: u64) {
        self.commits += 1;
        let mark = self.commits;
        let new = self.branches.is_empty() || self.dice.one_in(12);
        let parent = (!self.branches.is_empty()).then(|| self.dice.index(self.branches.len()));
        let parents = match parent {
            Some(_) if new && self.dice.one_in(6) => Vec::new(),
            Some(at) => vec![self.branches[at].1],
            None => Vec::new(),
        };
        let at = if new {
            let name = match self.branches.len() {
                0 => "main".into(),
                n => format!("{}{n}", self.dice.pick(&["feature/deep-", "dev-1.", "caf\u{e9}"])),
            };
            self.branches.push((name, 0));
            self.branches.len() - 1
        } else {
            parent.unwrap()
        };
        self.branches[at].1 = mark;
        let time = BEGIN + self.dice.below(3) * mark;
        let message = *self.dice.pick(&["", "x", "one\n\ntwo\n", "caf\u{e9}\n"]);
        self.text(&format!("commit refs/heads/{}\nmark :{mark}\n", self.branches[at].0));
        self.text(&format!(
            "committer Test <test@example.com> {time} +0130\ndata {}\n{message}\n",
            message.len()
        ));
        if let [parent] = parents[..] {
            self.text(&format!("from :{parent}\n"));
            let (_, other) = *self.dice.pick(&self.branches);
            if self.dice.one_in(5) && other != parent && other != mark {
                self.text(&format!("merge :{other}\n"));
            }
        }
        for _ in 0..changes {
            self.change();
        }
        self.text("\n");
    }

    fn change(&mut self) {
        let path = match self.dice.below(3) {
            0 if !self.paths.is_empty() => self.dice.pick(&self.paths).clone(),
            _ => path(self.dice, self.hard),
        };
        let name = quoted(&path);
        match self.dice.below(40) {
            0..4 => self.text(&format!("D {name}\n")),
            4..7 if self.links => {
                let target = match self.dice.below(4) {
                    0 => b"../".repeat(self.dice.index(300)), // to somewhere outside, at length
                    1 => path,
                    _ => self.dice.pick(&[&b"."[..], b"no/where", b"/etc", b"caf\xe9\n", b"x"]).to_vec(),
                };
                let target = if target.is_empty() { b"self".to_vec() } else { target };
                self.file("120000", &name, &target);
            }
            // With a line feed in its path libgit2 cannot look for a submodule in its configuration, and gives up.
            7 if !path.contains(&b'\n') => {
                let commit = format!("{:040x}", 1 + self.dice.below(u64::MAX));
                self.text(&format!("M 160000 {commit} {name}\n"));
            }
            8..11 if !self.attributes.is_empty() => {
                let folder = path.iter().position(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
                let folder = if self.dice.one_in(2) { folder } else { 0 };
                let content = *self.dice.pick(self.attributes);
                let name = quoted(&[&path[..folder], b".gitattributes"].concat());
                self.file("100644", &name, content.as_bytes());
            }
            other => {
                let content = if path.ends_with(b".u16") {
                    format!("{}\n", self.dice.below(1000)).into_bytes()
                } else {
                    self.contents.next(self.dice)
                };
                self.file(if other % 4 == 0 { "100755" } else { "100644" }, &name, &content);
                self.paths.push(path);
            }
        }
    }

    fn file(&mut self, mode: &str, name: &str, content: &[u8]) {
        self.text(&format!("M {mode} inline {name}\ndata {}\n", content.len()));
        self.stream.extend(content);
        self.text("\n");
    }

    /// A tag of some commit, with a message or without.
    fn tag(&mut self) {
        let name = format!("v{}", self.tags.len());
        let commit = 1 + self.dice.below(self.commits);
        if self.dice.one_in(2) {
            self.text(&format!("reset refs/tags/{name}\nfrom :{commit}\n\n"));
        } else {
            self.text(&format!(
                "tag {name}\nfrom :{commit}\ntagger Test <test@example.com> {BEGIN} +0000\ndata 1\nt\n"
            ));
        }
        self.tags.push(name);
    }

    fn text(&mut self, text: &str) {
        self.stream.extend(text.as_bytes());
    }
}
