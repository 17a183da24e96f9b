//! git-init by its path, against real servers, with git itself as the judge of every clone.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod clone; // running git-init, and reading what it says
mod ended; // ending it from outside
mod judge; // running git, and comparing
mod lfs_scene; // repositories with large files, and git-lfs as the judge
mod odd_server; // answers over http that are unusual
mod repository; // repositories with fixed identities and dates
mod served; // one of them behind a server
mod stalling; // the way to a server that comes to a halt

mod ahead; // what is written before the pack is whole
mod attributes; // files that stand before them
mod broken_packs; // cut, changed and made up
mod credentials; // what creds-init wrote
mod disturbed; // a clone that somebody has worked in since
mod early; // what is asked before there is a clone
mod encodings; // working-tree-encoding
mod errors; // what is said when something is wrong
mod first_checkout; // written by itself, and as git writes it
mod flags; // the flags that are about nothing else
mod folder; // what may be at -path
mod friendly; // the text for people
mod generated; // repositories by chance
mod http; // certificates, passwords, redirects
mod lfs; // large files
mod lfs_login; // who is let in to them
mod lfs_proxy; // the way to them
mod lfs_settings; // which of them, and where they are kept
mod lfs_ssh; // the objects beside a repository over ssh
mod lfs_trouble; // and what goes wrong with them
mod local; // paths and file URLs
mod logs; // of refs
mod mixed_formats; // SHA-1 where SHA-256 belongs
mod object_formats; // SHA-256
mod progress; // bars and lines
mod proxies; // for http and https
mod refspecs; // what -refspec fetches
mod refusals; // by servers, in their own words
mod requests; // over http: what and how many
mod retries; // what is tried again
mod revisions; // what a revision means
mod safe_directory; // for the steps behind
mod sparse; // -sparseCheckoutDirectories
mod ssh; // keys and host keys
mod stopped; // by a signal or a time limit, in every stage
mod stopped_large; // with much to do
mod stopped_stages; // and where no git server has a say
mod submodules; // filled, and refused
mod surroundings; // users, HOME, read-only roots
mod transports; // one repository over every transport
mod tree; // what a tree can hold
mod update; // a second run at the same path
mod verify; // -verifyRef
mod volume; // full, read-only, locked
