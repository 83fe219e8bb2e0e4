package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.net.httpserver.HttpServer;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Opsgenie} and {@link JiraOperations}: what both connections do in the same way. */
class ConnectionTest {
    private static final String CREDENTIALS = Base64.getEncoder()
            .encodeToString((JsmFake.EMAIL + ":" + Conditions.SECRET).getBytes(StandardCharsets.UTF_8));

    private final OpsgenieFake opsgenie = new OpsgenieFake();
    private final JsmFake jsm = new JsmFake();
    private final Retry once = Retry.standard().attempts(1);

    @AfterEach
    void close() {
        opsgenie.close();
        jsm.close();
        assertThat(opsgenie.complaints()).isEmpty();
        assertThat(jsm.complaints()).isEmpty();
    }

    private Opsgenie.Builder opsgenie(URI baseUrl) {
        return Opsgenie.builder(Conditions.SECRET).baseUrl(baseUrl).retry(once);
    }

    private JiraOperations.Builder jsm(URI baseUrl) {
        return JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, Conditions.SECRET)
                .baseUrl(baseUrl)
                .retry(once);
    }

    private Adapter schedule(boolean isJsm, URI baseUrl) {
        return isJsm
                ? jsm(baseUrl).build().schedule(JsmFake.SCHEDULE_ID)
                : opsgenie(baseUrl).build().schedule(OpsgenieFake.SCHEDULE_ID);
    }

    private static AdapterException failure(Adapter schedule) {
        try {
            schedule.get();
        } catch (AdapterException e) {
            return e;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("the read succeeded");
    }

    private static String withCauses(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_closed_connection_makes_no_request() {
        Opsgenie first = opsgenie(opsgenie.address()).build();
        JiraOperations second = jsm(jsm.address()).build();
        OpsgenieSchedule schedule = first.schedule("Platform");
        OpsgenieOnCall onCall = first.onCall("Platform");
        JsmSchedule jsmSchedule = second.schedule("Platform");
        JsmOnCall jsmOnCall = second.onCall("Platform");

        first.close();
        first.close();
        second.close();

        assertThatIllegalStateException().isThrownBy(schedule::get).withMessageContaining("Opsgenie at 127.0.0.1");
        assertThatIllegalStateException().isThrownBy(schedule.rotation("Primary")::get);
        assertThatIllegalStateException().isThrownBy(() -> schedule.preview(List.of("ann@example.com")));
        assertThatIllegalStateException().isThrownBy(onCall::get);
        assertThatIllegalStateException().isThrownBy(() -> first.schedule("Platform"));
        assertThatIllegalStateException().isThrownBy(() -> first.onCall("Platform"));
        assertThatIllegalStateException().isThrownBy(jsmSchedule::get).withMessageEndingWith("is closed");
        assertThatIllegalStateException().isThrownBy(jsmOnCall::get);
        assertThatIllegalStateException().isThrownBy(() -> second.schedule("Platform"));
        assertThatIllegalStateException().isThrownBy(() -> second.onCall("Platform"));
        assertThat(opsgenie.requests()).isEmpty();
        assertThat(jsm.requests()).isEmpty();
    }

    @Test
    void the_callers_client_is_used_and_not_closed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();

        try (Opsgenie first = opsgenie(opsgenie.address()).httpClient(client).build();
                JiraOperations second = jsm(jsm.address()).httpClient(client).build()) {
            first.schedule(OpsgenieFake.SCHEDULE).get();
            second.schedule(JsmFake.SCHEDULE_ID).get();
        }

        assertThat(requests).hasValue(2);
        assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
        assertThat(client.connectionPool().connectionCount()).isPositive();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    @Test
    void the_authenticator_of_the_callers_client_repeats_no_request() {
        OkHttpClient client = new OkHttpClient.Builder()
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Proof", "another")
                        .build())
                .build();
        opsgenie.inject(Fault.answer(FailureKind.AUTHENTICATION));

        AdapterException failure =
                failure(opsgenie(opsgenie.address()).httpClient(client).build().schedule(OpsgenieFake.SCHEDULE));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(opsgenie.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_503_with_retry_after_0_is_one_request(boolean isJsm) {
        Fault fault = new Fault(
                Fault.Type.ANSWER,
                Optional.of(FailureKind.UNAVAILABLE),
                Optional.of(Duration.ZERO),
                Optional.empty(),
                1,
                Integer.MAX_VALUE);
        opsgenie.inject(fault);
        jsm.inject(fault);

        AdapterException failure = failure(schedule(isJsm, isJsm ? jsm.address() : opsgenie.address()));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(isJsm ? jsm.requests() : opsgenie.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "2147483648", "99999999999999999999"})
    void no_value_of_retry_after_changes_the_kind_or_the_number_of_requests(String retryAfter) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

        try {
            assertThat(failure(schedule(false, address)).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        } finally {
            server.stop(0);
        }

        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"408, UNAVAILABLE", "401, AUTHENTICATION", "421, UNKNOWN", "307, UNKNOWN"})
    void no_status_makes_the_client_send_a_second_request(int status, FailureKind kind) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

        try {
            assertThat(failure(schedule(false, address)).kind()).isEqualTo(kind);
        } finally {
            server.stop(0);
        }

        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_over_the_limit_is_malformed_and_not_asked_for_again(boolean isJsm) {
        Adapter schedule = isJsm
                ? jsm(jsm.address())
                        .retry(Retry.standard())
                        .largestAnswer(100)
                        .build()
                        .schedule(JsmFake.SCHEDULE_ID)
                : opsgenie(opsgenie.address())
                        .retry(Retry.standard())
                        .largestAnswer(100)
                        .build()
                        .schedule(OpsgenieFake.SCHEDULE_ID);

        AdapterException failure = failure(schedule);

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure).hasMessageContaining("the limit of 100 bytes");
        assertThat(isJsm ? jsm.requests() : opsgenie.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_service_repeats_of_the_credentials_is_not_shown(boolean isJsm) {
        opsgenie.inject(Fault.answer(FailureKind.INVALID_REQUEST));
        jsm.inject(Fault.answer(FailureKind.INVALID_REQUEST));

        AdapterException failure = failure(schedule(isJsm, isJsm ? jsm.address() : opsgenie.address()));

        assertThat(failure).hasMessageContaining(isJsm ? "not valid: Basic ***" : "Request body of GenieKey ***");
        assertThat(withCauses(failure))
                .doesNotContain(Conditions.SECRET.substring(0, 5))
                .doesNotContain(CREDENTIALS.substring(0, 5));
    }

    @Test
    void what_the_client_quotes_of_an_answer_that_is_not_http_shows_no_secret() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[10_000]);
                    socket.getOutputStream()
                            .write(("NONSENSE " + Conditions.SECRET + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            answering.start();

            AdapterException failure =
                    failure(schedule(false, URI.create("http://127.0.0.1:" + server.getLocalPort())));
            answering.join();

            assertThat(withCauses(failure)).contains("NONSENSE ***").doesNotContain(Conditions.SECRET.substring(0, 5));
        }
    }

    @Test
    void an_answer_that_is_not_json_is_malformed_and_not_quoted() {
        opsgenie.inject(Fault.answer(FailureKind.MALFORMED_ANSWER));

        AdapterException failure = failure(schedule(false, opsgenie.address()));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(withCauses(failure)).contains("it is not JSON").doesNotContain("hotel");
    }

    @Test
    void null_arguments_are_named() {
        Opsgenie.Builder builder = Opsgenie.builder("k");
        JiraOperations.Builder jsmBuilder = JiraOperations.builder("c", "e@example.com", "t");
        Opsgenie account = builder.build();

        assertThatNullPointerException().isThrownBy(() -> Opsgenie.of(null)).withMessage("apiKey");
        assertThatNullPointerException().isThrownBy(() -> builder.baseUrl(null)).withMessage("baseUrl");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.httpClient(null))
                .withMessage("httpClient");
        assertThatNullPointerException().isThrownBy(() -> builder.retry(null)).withMessage("retry");
        assertThatNullPointerException()
                .isThrownBy(() -> account.schedule((String) null))
                .withMessage("schedule");
        assertThatNullPointerException()
                .isThrownBy(() -> account.onCall((String) null))
                .withMessage("schedule");
        assertThatNullPointerException()
                .isThrownBy(() -> account.schedule("Platform").rotation(null))
                .withMessage("idOrName");
        assertThatNullPointerException()
                .isThrownBy(() -> account.onCall("Platform").at(null))
                .withMessage("time");
        assertThatNullPointerException()
                .isThrownBy(() -> JiraOperations.of(null, "e@example.com", "t"))
                .withMessage("cloudId");
        assertThatNullPointerException()
                .isThrownBy(() -> JiraOperations.of("c", null, "t"))
                .withMessage("email");
        assertThatNullPointerException()
                .isThrownBy(() -> JiraOperations.of("c", "e@example.com", null))
                .withMessage("apiToken");
        assertThatNullPointerException().isThrownBy(() -> jsmBuilder.site(null)).withMessage("site");
        assertThatNullPointerException()
                .isThrownBy(() -> jsmBuilder.baseUrl(null))
                .withMessage("baseUrl");
        assertThatNullPointerException()
                .isThrownBy(() -> jsmBuilder.httpClient(null))
                .withMessage("httpClient");
        assertThatNullPointerException()
                .isThrownBy(() -> jsmBuilder.retry(null))
                .withMessage("retry");
        assertThatNullPointerException()
                .isThrownBy(() -> jsmBuilder.cacheFor(null))
                .withMessage("cacheFor");
    }

    @Test
    void wrong_arguments_are_named_with_a_remedy_and_without_the_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Opsgenie.of("two words"))
                .withMessageStartingWith("apiKey must not be empty or hold spaces")
                .withMessageNotContaining("two words");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Opsgenie.builder("k").baseUrl(URI.create("https://me:pw@example.com")))
                .withMessageStartingWith("baseUrl must be an address alone, like https://api.opsgenie.com")
                .withMessageNotContaining("pw@");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JiraOperations.of("a/b", "e@example.com", "t"))
                .withMessageContaining("cloudId must be a cloud id");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> JiraOperations.builder("c", "e@example.com", "t").cacheFor(Duration.ZERO))
                .withMessage("cacheFor must be positive, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Opsgenie.of("k").schedule(" "))
                .withMessageStartingWith("schedule must be the id or the name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Opsgenie.of("k").schedule("Platform").rotation(" "))
                .withMessageStartingWith("idOrName must be the id or the name of a rotation");
    }
}
