package dev.gosync.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A listening port that speaks HTTP/1.1: a small server of the kit's own, since a certification starts hundreds and needs
 * answers that break off. Each connection has a thread, and all servers take their threads from one pool.
 */
final class HttpEngine {
    private static final byte[] LOCAL = {127, 0, 0, 1};
    private static final int BACKLOG = 200;
    private static final long NANOS_TO_THE_NEXT = 1_000_000;
    private static final int MOST_SECONDS_TO_END = 10;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "go-sync-fake");
        thread.setDaemon(true);
        return thread;
    });

    private final Function<FakeRequest, FakeReply> service;
    private final ServerSocket listening = new ServerSocket();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    HttpEngine(int port, Function<FakeRequest, FakeReply> service) throws IOException {
        this.service = service;
        try {
            listening.setReuseAddress(true); // a port that is closed as a fault is opened again
            listening.bind(new InetSocketAddress(InetAddress.getByAddress(LOCAL), port), BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        THREADS.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Closes the port, and every connection. Where it returns, nobody can connect any more. */
    void stop() {
        stopped = true;
        close(listening);
        try {
            // The port stays open as long as a thread accepts connections there.
            ended.await(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(HttpEngine::close);
    }

    private void accept() {
        try {
            while (!stopped) {
                acceptOne();
            }
        } finally {
            ended.countDown();
        }
    }

    private void acceptOne() {
        try {
            Socket connection = listening.accept();
            connections.add(connection);
            THREADS.execute(() -> serve(connection));
        } catch (IOException e) {
            if (!stopped) { // too many connections at the moment
                LockSupport.parkNanos(NANOS_TO_THE_NEXT);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            RequestReader reader = new RequestReader(connection.getInputStream(), connection.getOutputStream());
            boolean goesOn = !stopped;
            while (goesOn) {
                @Nullable FakeRequest request = reader.next();
                goesOn = request != null
                        && new ReplyWriter(connection).answer(request.verb(), service.apply(request))
                        && reader.staysOpen();
            }
        } catch (IOException | UncheckedIOException e) {
            // The client is gone, or the fake was closed.
        } finally {
            connections.remove(connection);
        }
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            // It is closed as far as it can be.
        }
    }
}
