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
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpRequestFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParserFactory;
import org.apache.hc.core5.http.io.HttpServerConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.Closer;

/**
 * A listening port whose connections speak HTTP/1.1 by Apache HttpComponents Core. Its own server is not used: after its
 * {@code close}, the port can still take a connection, and one that was just taken can stay open. Each connection has a
 * thread, and all servers take their threads from one pool.
 */
final class HttpEngine {
    private static final byte[] LOCAL = {127, 0, 0, 1};
    private static final int BACKLOG = 200;
    private static final long NANOS_TO_THE_NEXT = 1_000_000;
    private static final int MOST_SECONDS_TO_END = 10;
    private static final int BUFFER = 8 * 1024;
    private static final int LONGEST_LINE = 1024 * 1024;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "go-sync-fake");
        thread.setDaemon(true);
        return thread;
    });

    /** Takes a path as it was sent: usually, what follows two slashes would be a host, and no part of the path. */
    private static final class Requests extends DefaultClassicHttpRequestFactory {
        @Override
        public ClassicHttpRequest newHttpRequest(String verb, String target) {
            return target.startsWith("/")
                    ? new BasicClassicHttpRequest(verb, null, null, target)
                    : super.newHttpRequest(verb, target);
        }
    }

    private static final DefaultBHttpServerConnectionFactory CONNECTIONS = DefaultBHttpServerConnectionFactory.builder()
            .http1Config(Http1Config.custom()
                    .setBufferSize(BUFFER)
                    .setMaxLineLength(LONGEST_LINE)
                    .build())
            .requestParserFactory(new DefaultHttpRequestParserFactory(null, new Requests()))
            .build();

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
        Closer.closeQuietly(listening);
        try {
            // The port stays open as long as a thread accepts connections there.
            ended.await(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Closer::closeQuietly);
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
            Socket socket = listening.accept();
            connections.add(socket);
            THREADS.execute(() -> serve(socket));
        } catch (IOException e) {
            if (!stopped) { // too many connections at the moment
                LockSupport.parkNanos(NANOS_TO_THE_NEXT);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                HttpServerConnection connection = CONNECTIONS.createConnection(socket)) {
            socket.setTcpNoDelay(true);
            HttpExchanges exchanges = new HttpExchanges(connection, service);
            while (!stopped && connection.isOpen()) {
                exchanges.handleRequest(connection, HttpCoreContext.create());
            }
        } catch (IOException | UncheckedIOException | HttpException e) {
            // The client is gone or speaks no HTTP, or the fake was closed.
        } finally {
            connections.remove(socket);
        }
    }
}
