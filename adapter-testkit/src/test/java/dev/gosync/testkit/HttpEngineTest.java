package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kit's server understands what clients send, and answers as HTTP/1.1 says. */
@Timeout(30)
class HttpEngineTest {
    private static final String CLOSING = "Connection: close\r\n";

    private HttpEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new HttpEngine(
                0, request -> new FakeReply(answer(request), FakeReply.Delivery.WHOLE, new CountDownLatch(0)));
    }

    @AfterEach
    void stop() {
        engine.stop();
    }

    /** Says what arrived. */
    private static FakeAnswer answer(FakeRequest request) {
        if (request.verb().equals("DELETE")) {
            return FakeAnswer.empty(204);
        }
        return FakeAnswer.text(200, request.verb() + " " + request.target() + " [" + request.body() + "]");
    }

    @Test
    void severalRequestsGoThroughOneConnection() throws IOException {
        String answers = sent("GET /a?b=c HTTP/1.1\r\n\r\n" + "GET /second HTTP/1.1\r\n" + CLOSING + "\r\n");

        assertThat(answers)
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\n\r\n"
                        + "GET /a?b=c []"
                        + "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 14\r\n\r\n"
                        + "GET /second []");
    }

    @Test
    void aBodyMayComeInChunks() throws IOException {
        assertThat(sent("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + CLOSING
                        + "\r\n4;name=value\r\nhalf\r\nb\r\n and a half\r\n0\r\nTrailer: 1\r\n\r\n"))
                .endsWith("\r\n\r\nPOST /a [half and a half]");
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws IOException {
        assertThat(sent("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + CLOSING + "\r\nhi"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
                .endsWith("POST /a [hi]");
    }

    @Test
    void aClientThatTakesItForAProxySendsAWholeAddress() throws IOException {
        assertThat(sent("GET http://example.com/a/b?c HTTP/1.1\r\n" + CLOSING + "\r\n"))
                .endsWith("GET /a/b?c []");
        assertThat(sent("GET http://example.com HTTP/1.1\r\n" + CLOSING + "\r\n"))
                .endsWith("GET / []");
    }

    @Test
    void aPathArrivesAsItWasSent() throws IOException {
        String path = "//two/sl|shes/%2F" + "long/".repeat(10_000) + "?c#d";

        assertThat(sent("GET " + path + " HTTP/1.1\r\n" + CLOSING + "\r\n")).endsWith("GET " + path + " []");
    }

    @Test
    void anAnswerToAHeadAndOneWithoutContentHaveNoBody() throws IOException {
        assertThat(sent("HEAD /a HTTP/1.1\r\n" + CLOSING + "\r\n")).endsWith("Content-Length: 10\r\n\r\n");
        assertThat(sent("DELETE /a HTTP/1.1\r\n" + CLOSING + "\r\n")).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }

    @Test
    void anOldClientGetsOneAnswer() throws IOException {
        assertThat(sent("GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n")).endsWith("GET /a []");
    }

    @Test
    void whatIsNoHttpGetsNoAnswer() throws IOException {
        assertThat(sent("hello\r\n\r\n")).isEmpty();
        assertThat(sent("GET / HTTP/1.1\r\nno header\r\n\r\n")).isEmpty();
        assertThat(sent("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n")).isEmpty();
        assertThat(sent("GET /a HTTP/1.1\r\n" + CLOSING + "\r\n")).isNotEmpty();
    }

    /** All that comes back until the server closes the connection. */
    private String sent(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), engine.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
