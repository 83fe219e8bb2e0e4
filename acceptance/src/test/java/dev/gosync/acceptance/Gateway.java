package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway between the program and a fake. It passes requests on, and answers some of them by itself with an answer that the
 * fake cannot give. Safe for use by several threads.
 */
final class Gateway implements AutoCloseable {
    /**
     * An answer that is not the service's.
     *
     * @param status the HTTP status
     * @param headers the headers
     * @param body the content
     * @param bytes how long the body is said to be; the body is repeated or cut to {@code sent}
     * @param sent how many bytes are sent before the connection ends
     */
    record Answer(int status, Map<String, String> headers, String body, long bytes, long sent) {
        static Answer of(int status, Map<String, String> headers, String body) {
            int length = body.getBytes(UTF_8).length;
            return new Answer(status, headers, body, length, length);
        }
    }

    /** Says which requests the gateway answers. */
    interface Concerned {
        boolean test(String method, String path, String body);
    }

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "transfer-encoding", "host", "upgrade", "http2-settings", "date");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "gateway");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger seen = new AtomicInteger();
    private final HttpServer server;
    private final URI service;
    private final Concerned concerned;
    private final int times;
    private final Answer answer;

    /**
     * Starts it.
     *
     * @param service where to pass requests on
     * @param concerned the requests to answer
     * @param times how many of these requests to answer, from the first
     * @param answer what to answer
     */
    Gateway(URI service, Concerned concerned, int times, Answer answer) throws IOException {
        this.service = service;
        this.concerned = concerned;
        this.times = times;
        this.answer = answer;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** {@return how many requests it answered by itself} */
    int answered() {
        return Math.min(seen.get(), times);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isConcerned = concerned.test(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), new String(body, UTF_8));
            if (isConcerned && seen.incrementAndGet() <= times) {
                send(exchange);
            } else {
                passOn(exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange) throws IOException {
        answer.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(answer.status, answer.bytes == 0 ? -1 : answer.bytes);
        byte[] piece = answer.body.getBytes(UTF_8);
        OutputStream out = exchange.getResponseBody();
        for (long sent = 0; sent < answer.sent; sent += piece.length) {
            out.write(piece, 0, (int) Math.min(piece.length, answer.sent - sent));
        }
        out.flush();
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        service.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header.getValue().forEach(value -> request.header(header.getKey(), value));
            }
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        response.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] content = response.body();
        exchange.sendResponseHeaders(response.statusCode(), content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
