//! Waits for no delayed acknowledgement, and has no server wait for one: the kernel takes 40 ms for it, with both sides
//! idle.
//!
//! libgit2 writes a request's head and body apart and leaves Nagle's algorithm on, which holds a small packet back until
//! the one before is acknowledged: each request would wait. Servers leave it on too, sshd until it starts the command, git's
//! daemon for good; their packets wait for us, since the kernel delays acknowledgements after something was sent, in the
//! hope of more to send them along with. It is told each time that there will be none.
//!
//! The linker leads the calls that make a socket and those that send here (`build.rs`), so that no connection is missed:
//! neither the first one nor those after a redirect, a password, or a server's closing.
#![allow(unsafe_code)] // functions for C

use std::ffi::{c_int, c_void};

use nix::libc;

unsafe extern "C" {
    fn __real_socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    fn __real_send(socket: c_int, data: *const c_void, length: usize, flags: c_int) -> isize;
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int {
    // SAFETY: passed on as it came.
    let socket = unsafe { __real_socket(domain, kind, protocol) };
    if socket >= 0 && matches!(domain, libc::AF_INET | libc::AF_INET6) {
        switch_on(socket, libc::TCP_NODELAY);
    }
    socket
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_send(socket: c_int, data: *const c_void, length: usize, flags: c_int) -> isize {
    // SAFETY: passed on as it came.
    let sent = unsafe { __real_send(socket, data, length, flags) };
    // Not after a failure, whose errno is to stay.
    if sent >= 0 {
        switch_on(socket, libc::TCP_QUICKACK);
    }
    sent
}

fn switch_on(socket: c_int, option: c_int) {
    let (on, size): (c_int, libc::socklen_t) = (1, 4);
    // SAFETY: a number of four bytes, alive for the call. It only fails on what is not TCP, which needs nothing.
    unsafe { libc::setsockopt(socket, libc::IPPROTO_TCP, option, (&raw const on).cast(), size) };
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::os::linux::net::TcpStreamExt;

    /// That it saves time a busy machine's clock cannot tell: `cargo bench --bench clone` does.
    #[test]
    fn the_kernel_is_told_with_each_packet() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let mut server = listener.accept().unwrap().0;
        assert!(client.nodelay().unwrap());
        for _ in 0..10 {
            // What is sent soon after something came is what the kernel takes for an exchange.
            server.write_all(b"?").unwrap();
            client.read_exact(&mut [0]).unwrap();
            client.write_all(b"!").unwrap();
            assert!(client.quickack().unwrap());
        }
    }
}
