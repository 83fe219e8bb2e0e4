package dev.gosync.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A listening port. All that knows WireMock is here, so that the rest of the kit runs without it; and of WireMock only
 * what both of its artifacts have under one name.
 */
final class WireMockEngine {
    private static final int THREADS = 200;

    private final WireMockServer server;

    WireMockEngine(int port, Function<FakeRequest, FakeReply> service) {
        Connections connections = new Connections();
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.BODY_FILE)
                .containerThreads(THREADS)
                .jettyAcceptors(1)
                .jettyStopTimeout(0L)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                // What a fake never needs takes half of the time of its start.
                .templatingEnabled(false)
                .httpClientFactory((options, trusts, hosts, agent) -> request -> {
                    throw new IOException("A fake makes no requests");
                })
                // It would read the whole of an answer that never ends.
                .maxLoggedResponseSize(0)
                .networkTrafficListener(connections)
                .extensions(new Answers(service, connections));
        server = new WireMockServer(configuration);
        server.stubFor(any(anyUrl()));
        server.start();
    }

    int port() {
        return server.port();
    }

    void stop() {
        server.stop();
    }

    /** Puts the fake's answer into the place of WireMock's. */
    private record Answers(Function<FakeRequest, FakeReply> service, Connections connections)
            implements ResponseTransformerV2 {
        @Override
        public String getName() {
            return "go-sync-fake";
        }

        @Override
        public Response transform(Response ignored, ServeEvent event) {
            @Nullable Socket connection = connections.ofThisThread();
            FakeReply reply = service.apply(requestOf(event));
            Response.Builder response = new Response.Builder()
                    .status(reply.answer().status())
                    .headers(new HttpHeaders(reply.answer().headers().entrySet().stream()
                            .map(header -> new HttpHeader(header.getKey(), header.getValue()))
                            .toList()));
            return switch (reply.delivery()) {
                case WHOLE, LATE -> response.body(reply.answer().body()).build();
                case NONE, NEVER ->
                    response.fault(Fault.CONNECTION_RESET_BY_PEER).build();
                case HALF, ENDLESS ->
                    // A status without a body would hide what happens to the body.
                    response.status(
                                    reply.answer().status() == 204
                                            ? 200
                                            : reply.answer().status())
                            .body(() -> new BrokenBody(reply, connection))
                            .build();
            };
        }

        private static FakeRequest requestOf(ServeEvent event) {
            Request request = event.getRequest();
            Map<String, String> headers = new LinkedHashMap<>();
            request.getHeaders().all().forEach(header -> headers.put(header.key(), header.firstValue()));
            return FakeRequest.of(request.getMethod().getName(), request.getUrl(), headers, request.getBodyAsString());
        }
    }

    /** Knows the connection of the request that a thread is busy with, so that it can be reset in mid-answer. */
    private static final class Connections implements WiremockNetworkTrafficListener {
        private static final ThreadLocal<@Nullable Socket> CURRENT = new ThreadLocal<>();

        @Nullable Socket ofThisThread() {
            return CURRENT.get();
        }

        @Override
        public void incoming(Socket socket, ByteBuffer bytes) {
            CURRENT.set(socket);
        }

        @Override
        public void opened(Socket socket) {}

        @Override
        public void outgoing(Socket socket, ByteBuffer bytes) {}

        @Override
        public void closed(Socket socket) {}
    }
}
