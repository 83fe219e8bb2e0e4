package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Request.Access;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FakeServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final CounterFake fake = new CounterFake();

    @AfterEach
    void close() {
        fake.close();
    }

    // State and routes

    @Test
    void whatOneRequestChangesTheNextOneSees() throws Exception {
        call("POST", "/counters/a?by=2");
        call("POST", "/counters/a");

        assertThat(call("GET", "/counters/a").body()).isEqualTo("3");
        assertThat(fake.counter("a")).isEqualTo(3);
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void anAnswerWithoutABodyHasNone() throws Exception {
        HttpResponse<String> answer = call("POST", "/counters/a");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b", "o'brien", "50%", "a/b", "\"q\"", "a,b", "a b", "jürgen", "a?b#c", "..", "ж"})
    void oddThingsArriveUnharmedInThePath(String name) throws Exception {
        call("POST", "/counters/" + encoded(name));

        assertThat(fake.counter(name)).isEqualTo(1);
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void aPlusInAPathIsNoSpace() throws Exception {
        call("POST", "/counters/a+b");

        assertThat(fake.counter("a+b")).isEqualTo(1);
    }

    @Test
    void oddThingsArriveUnharmedInFormsAndInJson() throws Exception {
        String odd = "a+b 50%&o'\"brien\"/jürgen\\ж";

        send("POST", "/form", "application/x-www-form-urlencoded", "value=7&name=" + encoded(odd));
        assertThat(fake.counter(odd)).isEqualTo(7);

        send("PUT", "/counters/" + encoded(odd), "application/json", "{\"to\":" + Json.write(odd + "!") + "}");
        assertThat(fake.counter(odd + "!")).isEqualTo(7);
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void aBodyThatWasZippedIsRead() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write("{\"to\":\"b\"}".getBytes(StandardCharsets.UTF_8));
        }
        call("POST", "/counters/a?by=7");

        CLIENT.send(
                HttpRequest.newBuilder(URI.create(fake.address() + "/counters/a"))
                        .header("Authorization", "Bearer " + Conditions.SECRET)
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .PUT(BodyPublishers.ofByteArray(zipped.toByteArray()))
                        .build(),
                BodyHandlers.ofString());

        assertThat(fake.complaints()).isEmpty();
        assertThat(fake.counter("b")).isEqualTo(7);
    }

    @Test
    void aRouteMayAskForTheAddress() throws Exception {
        assertThat(call("GET", "/where").body()).isEqualTo(fake.address().toString());
    }

    @Test
    void twoFakesShareNothing() throws Exception {
        try (CounterFake other = new CounterFake()) {
            call("POST", "/counters/a");

            assertThat(other.address()).isNotEqualTo(fake.address());
            assertThat(other.counter("a")).isZero();
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void manyThreadsAtOnceLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            calls.add(threads.submit(() -> call("POST", "/counters/a")));
        }
        for (Future<?> each : calls) {
            each.get();
        }
        threads.shutdown();

        assertThat(fake.counter("a")).isEqualTo(1000);
        assertThat(fake.calls()).containsEntry("raise", 1000);
    }

    // What is refused loudly

    @Test
    void anUnknownPathIsRefusedAndKept() throws Exception {
        HttpResponse<String> answer = call("GET", "/nowhere?token=secret");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("CounterFake refused GET /nowhere: the path is unknown; there is GET /");
        assertThat(fake.complaints()).containsExactly(answer.body());
        assertThat(fake.requests()).extracting(Request::operation).containsExactly("GET /nowhere");
    }

    @Test
    void aWrongVerbIsRefusedAndKept() throws Exception {
        call("DELETE", "/counters/a");

        assertThat(fake.complaints())
                .containsExactly("CounterFake refused DELETE /counters/a: the path does not have this verb;"
                        + " there is GET, POST, PUT");
    }

    @Test
    void aBodyThatTheRouteCannotReadIsRefusedAndKept() throws Exception {
        send("PUT", "/counters/a", "application/json", "{\"to\":");
        send("PUT", "/counters/a", "application/json", "{\"to\":1}");
        send("PUT", "/counters/a", "text/plain", "{\"to\":\"b\"}");
        send("POST", "/form", "application/x-www-form-urlencoded", "value=1");
        send("POST", "/form", "application/x-www-form-urlencoded", "name=a&value=x");

        assertThat(fake.complaints())
                .containsExactly(
                        "CounterFake refused PUT /counters/a: the body is not JSON: expected a value at position 6,"
                                + " found the end",
                        "CounterFake refused PUT /counters/a: the body has no string 'to'",
                        "CounterFake refused PUT /counters/a: the Content-Type is not application/json but text/plain",
                        "CounterFake refused POST /form: no name",
                        "CounterFake refused POST /form: value is not a number");
        assertThat(call("GET", "/counters").body()).isEqualTo("{}");
    }

    @Test
    void wrongCredentialsAreRefusedInTheVendorsShapeAndCounted() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fake.address() + "/counters/a"))
                .header("Authorization", "Bearer wrong")
                .POST(BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("AUTHENTICATION");
        assertThat(fake.counter("a")).isZero();
        assertThat(fake.strangers()).isEqualTo(1);
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void aBugOfTheFakeIsAComplaintToo() throws Exception {
        call("GET", "/break");

        assertThat(fake.complaints().get(0)).endsWith("IllegalStateException: a bug of the fake");
    }

    @Test
    void aBugOutsideOfARouteIsAComplaintToo() throws Exception {
        try (FakeServer broken = new FakeServer() {
            {
                reads("read", "GET /", request -> FakeAnswer.empty(204));
            }

            @Override
            protected boolean authenticates(FakeRequest request) {
                throw new IllegalStateException("no key");
            }
        }) {
            HttpResponse<String> answer =
                    CLIENT.send(HttpRequest.newBuilder(broken.address()).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(broken.complaints())
                    .singleElement()
                    .asString()
                    .endsWith("the fake itself failed: java.lang.IllegalStateException: no key");
        }
    }

    // The log

    @Test
    void everyRequestIsLoggedWithItsOperationItsTimeAndWhatBefellIt() throws Exception {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        fake.clock(Clock.fixed(now, ZoneOffset.UTC));
        Fault fault = Fault.answer(FailureKind.PERMISSION).onWrites();
        fake.inject(fault);

        call("GET", "/counters/a");
        send("POST", "/counters/a", "text/plain", "hello");

        assertThat(fake.requests())
                .containsExactly(
                        new Request("read", Access.READ, now, Optional.empty()),
                        new Request("raise", Access.WRITE, now, Optional.of(fault)));
        assertThat(fake.received().get(1).body()).isEqualTo("hello");
        assertThat(fake.received().get(1).toString()).isEqualTo("POST /counters/a");
        assertThat(fake.calls()).hasToString("{raise=1, read=1}");
    }

    @Test
    void whatIsForgottenIsNotCounted() throws Exception {
        call("GET", "/nowhere");

        fake.forgetRequests();

        assertThat(fake.requests()).isEmpty();
        assertThat(fake.received()).isEmpty();
        assertThat(fake.complaints()).isEmpty();
    }

    // Faults

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNKNOWN_THING", "REFUSED_THING", "READ_ONLY", "MALFORMED_ANSWER"})
    void aRefusalHasTheVendorsShapeAndNothingIsDone(FailureKind kind) throws Exception {
        fake.inject(Fault.answer(kind));

        HttpResponse<String> answer = call("POST", "/counters/a");

        assertThat(answer.body()).isEqualTo(kind.name());
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(fake.counter("a")).isZero();
    }

    @Test
    void aMalformedAnswerIsASuccessThatNobodyUnderstands() throws Exception {
        fake.inject(Fault.answer(FailureKind.MALFORMED_ANSWER));

        HttpResponse<String> answer = call("GET", "/counters");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read(answer.body()));
    }

    @Test
    void aRateLimitSaysWhenToComeBack() throws Exception {
        fake.inject(Fault.rateLimited(Duration.ofSeconds(17)).times(1));

        HttpResponse<String> refused = call("GET", "/counters");
        HttpResponse<String> answered = call("GET", "/counters");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("17");
        assertThat(answered.statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusalThatTheServiceDoesNotHaveCannotBeInjected() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> fake.inject(Fault.answer(FailureKind.READ_ONLY)))
                .withMessage("No answer of CounterFake means READ_ONLY");
    }

    @Test
    void aRefusedConnectionIsRealAndThePortComesBack() throws Exception {
        URI address = fake.address();
        call("POST", "/counters/a");

        fake.inject(Fault.of(Fault.Type.REFUSED_CONNECTION));

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), address.getPort()));
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> call("POST", "/counters/a"));

        fake.heal();

        assertThat(fake.address()).isEqualTo(address);
        assertThat(call("GET", "/counters/a").body()).isEqualTo("1");
    }

    @Test
    void anAnswerIsLostAfterTheEffect() {
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER));

        assertThat(raw("POST /counters/a").read()).isEmpty();
        assertThat(fake.counter("a")).isEqualTo(1);
        assertThatIOException().isThrownBy(() -> call("POST", "/counters/a"));
        assertThat(fake.counter("a")).isEqualTo(2);
    }

    @Test
    void anAnswerIsResetInItsMiddleAfterTheEffect() throws Exception {
        fake.inject(Fault.of(Fault.Type.RESET));

        try (Raw raw = raw("GET /counters")) {
            assertThat(raw.read()).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(raw.ending).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
        assertThatIOException().isThrownBy(() -> call("POST", "/counters/a"));
        assertThat(fake.counter("a")).isEqualTo(1);
    }

    @Test
    void anAnswerNeverEnds() throws Exception {
        fake.inject(Fault.of(Fault.Type.ENDLESS_ANSWER));

        try (Raw raw = raw("GET /counters")) {
            raw.readAtLeast(300_000);
            assertThat(raw.text()).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(raw.ending).isNull();

            fake.heal();
            raw.read();
            assertThat(raw.ending).isNotNull();
        }
        assertThat(call("GET", "/counters").statusCode()).isEqualTo(200);
    }

    @Test
    void aHangAnswersNothingAndDoesNothing() throws Exception {
        fake.inject(Fault.of(Fault.Type.HANG).times(1));

        try (Raw raw = raw("POST /counters/a")) {
            raw.socket.setSoTimeout(200);
            raw.read();
            assertThat(raw.ending).isInstanceOf(SocketTimeoutException.class);
            assertThat(fake.requests()).hasSize(1);
            assertThat(call("POST", "/counters/b").statusCode()).isEqualTo(204);

            fake.heal();
            raw.socket.setSoTimeout(10_000);
            assertThat(raw.read()).isEmpty();
            assertThat(raw.ending).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
        assertThat(fake.counter("a")).isZero();
    }

    @Test
    @Timeout(5)
    void closingDoesNotWaitForWhatHangs() throws Exception {
        fake.inject(Fault.of(Fault.Type.HANG).onWrites());
        fake.inject(Fault.of(Fault.Type.ENDLESS_ANSWER).onReads());
        try (Raw hanging = raw("POST /counters/a");
                Raw endless = raw("GET /counters")) {
            endless.readAtLeast(1);
            while (fake.requests().size() < 2) {
                Thread.onSpinWait();
            }
            long before = System.nanoTime();

            fake.close();
            fake.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
            assertThat(hanging.read()).isEmpty();
        }
    }

    @Test
    void faultsBefallTheRequestsThatTheyAreFor() throws Exception {
        fake.inject(Fault.answer(FailureKind.UNAVAILABLE).onReads().from(2).times(1));

        assertThat(call("GET", "/counters").statusCode()).isEqualTo(200);
        assertThat(call("POST", "/counters/a").statusCode()).isEqualTo(204);
        assertThat(call("GET", "/counters").statusCode()).isEqualTo(503);
        assertThat(call("GET", "/counters").statusCode()).isEqualTo(200);
    }

    // Latency and limits

    @Test
    void latencyDelaysEveryAnswer() throws Exception {
        call("GET", "/counters");
        fake.latency(Duration.ofMillis(60));
        long before = System.nanoTime();

        call("GET", "/counters");

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(60_000_000);
    }

    @Test
    void thereIsNoLimitUntilItIsSwitchedOn() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(call("POST", "/counters/a").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void aLimitIsForOneOperationAndAMinuteOfTheClock() throws Exception {
        TestClock clock = new TestClock();
        fake.clock(clock);
        fake.enforceLimits();
        fake.limit("list", 1);

        assertThat(call("POST", "/counters/a").statusCode()).isEqualTo(204);
        clock.advance(Duration.ofMillis(20_500));
        assertThat(call("POST", "/counters/a").statusCode()).isEqualTo(204);
        HttpResponse<String> refused = call("POST", "/counters/a");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("RATE_LIMITED");
        assertThat(refused.headers().firstValue("Retry-After")).contains("40");
        assertThat(call("GET", "/counters/a").body()).isEqualTo("2");
        assertThat(call("GET", "/counters").statusCode()).isEqualTo(200);
        assertThat(call("GET", "/counters").statusCode()).isEqualTo(429);

        clock.advance(Duration.ofSeconds(40));

        assertThat(call("POST", "/counters/a").statusCode()).isEqualTo(204);
        assertThat(call("POST", "/counters/a").statusCode()).isEqualTo(429);
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void thePartsOfABatchCountAgainstTheirOwnLimitAndAreOneRequest() throws Exception {
        fake.enforceLimits();

        HttpResponse<String> answer = send("POST", "/batch", "text/plain", "/counters/a\n/counters/a\n/counters/a");

        assertThat(answer.body()).isEqualTo("204 204 429");
        assertThat(fake.calls()).hasToString("{batch=1}");
    }

    @Test
    void aLimitIsForAnOperationThatThereIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fake.limit("rise", 1))
                .withMessageStartingWith("CounterFake has no operation 'rise'; there is GET /counters/{name}, ");
        assertThatIllegalArgumentException().isThrownBy(() -> fake.limit("raise", 0));
    }

    // Starting

    @Test
    void aFakeStartsOnceAndOnThePortItIsTold() throws Exception {
        int port;
        try (CounterFake other = new CounterFake()) {
            port = other.start(0).getPort();
        }

        assertThat(fake.start(port)).isEqualTo(URI.create("http://127.0.0.1:" + port));
        assertThat(call("GET", "/counters").statusCode()).isEqualTo(200);
        assertThatIllegalStateException().isThrownBy(() -> fake.start(0));
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        int port = fake.start(0).getPort();
        try (CounterFake other = new CounterFake()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> other.start(port))
                    .withMessageStartingWith("CounterFake cannot listen on port " + port + ": ");
        }
    }

    @Test
    void aClosedFakeStaysClosed() {
        URI address = fake.address();
        fake.close();

        fake.heal();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), address.getPort()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aFreshFakeForEachTestCostsLittle() {
        fake.address();
        long before = System.nanoTime();

        for (int i = 0; i < 20; i++) {
            try (CounterFake other = new CounterFake()) {
                other.address();
            }
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }

    private HttpResponse<String> call(String verb, String target) throws IOException, InterruptedException {
        return send(verb, target, "text/plain", "");
    }

    private HttpResponse<String> send(String verb, String target, String type, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(fake.address() + target))
                        .header("Authorization", "Bearer " + Conditions.SECRET)
                        .header("Content-Type", type)
                        .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Raw raw(String verbAndPath) {
        try {
            Raw raw = new Raw(
                    new Socket(InetAddress.getLoopbackAddress(), fake.address().getPort()));
            raw.socket.setSoTimeout(10_000);
            raw.socket
                    .getOutputStream()
                    .write("%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(verbAndPath, Conditions.SECRET)
                            .getBytes(StandardCharsets.US_ASCII));
            return raw;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection without a client that would hide what happens to it. */
    private static final class Raw implements AutoCloseable {
        final Socket socket;
        final StringBuilder text = new StringBuilder();
        Exception ending;

        Raw(Socket socket) {
            this.socket = socket;
        }

        String text() {
            return text.toString();
        }

        String read() {
            readAtLeast(Integer.MAX_VALUE);
            return text();
        }

        void readAtLeast(int count) {
            byte[] bytes = new byte[64 * 1024];
            try {
                InputStream in = socket.getInputStream();
                int read = 0;
                while (text.length() < count && read >= 0) {
                    read = in.read(bytes);
                    if (read > 0) {
                        text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
                    }
                }
            } catch (IOException e) {
                ending = e;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Stands still until it is told. */
    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        synchronized void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
