package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeCommandTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final CounterFake fake = new CounterFake();

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void itPrintsItsAddressAndInTheEndItsCounts() throws Exception {
        FakeCommand.start(fake, List.of("--members", "7", "--latency", "1", "--limits", "--limit", "list=1"), out);
        assertThat(call("/counters").body()).isEqualTo("{\"members\":7,\"accounts\":7}");
        assertThat(call("/counters").statusCode()).isEqualTo(429);
        call("/nowhere");
        FakeCommand.stop(fake, out);

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("CounterFake listens at " + fake.address() + " and takes the secret "
                                        + Conditions.SECRET),
                        line -> assertThat(line).isEqualTo("       1  GET /nowhere"),
                        line -> assertThat(line).isEqualTo("       2  list"),
                        line -> assertThat(line).isEqualTo("       3  in all"),
                        line -> assertThat(line).startsWith("CounterFake refused GET /nowhere: the path is unknown"));
    }

    @Test
    void whatItDoesNotUnderstandIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCommand.run(fake, List.of("--member", "7"), out))
                .withMessageStartingWith("There is no option --member\nUsage: [--port N] [--members N]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCommand.start(fake, List.of("--port"), out))
                .withMessage("--port takes a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCommand.start(fake, List.of("--port", "http"), out))
                .withMessage("'http' is not a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCommand.start(fake, List.of("--limit", "5"), out))
                .withMessage("--limit takes OPERATION=CALLS_A_MINUTE, and not 5");
    }

    private java.net.http.HttpResponse<String> call(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fake.address() + path))
                .header("Authorization", "Bearer " + Conditions.SECRET)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
