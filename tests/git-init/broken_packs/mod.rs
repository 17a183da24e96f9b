//! Packs as no server sends them, with git as the judge of each: what it refuses git-init refuses cleanly, and what it
//! takes makes the same files.

mod original; // the repository that packs are made of
mod pack; // packs and their entries, byte by byte
mod pack_server; // who sends them
mod trial; // one pack before git and before git-init

mod delivery; // in pieces, with more behind it, and not to its end
mod deltas; // made up
mod entries; // swapped, doubled, missing, of other kinds
mod everywhere; // cut and changed at every byte
mod history; // commits before the one that is wanted
mod sizes; // declared wrong, and out of all proportion
mod trees; // names and objects that cannot be
mod twice; // what libgit2 would make again and again
mod updates; // of a clone that is there
