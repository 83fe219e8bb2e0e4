package dev.gosync.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A status alone tells a user nothing. */
class EntraFailuresTest {
    private final EntraFailures failures = new EntraFailures(Secrets.of(), Clock.systemUTC());

    private static HttpAnswer answer(int status) {
        return HttpAnswer.of(status, Map.of(), "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | AUTHENTICATION  | Graph does not accept the token   | Check the credentials
                    403 | PERMISSION      | the app may not do that           | GroupMember.ReadWrite.All
                    404 | NOT_FOUND       | Graph does not find it            | Check the group
                    400 | INVALID_REQUEST | ''                                | report this
                    412 | UNKNOWN         | Graph refused it without a reason | .
                    """)
    void a_status_without_words_says_what_happened_and_what_to_do(
            int status, FailureKind kind, String problem, String remedy) {
        AdapterException failure =
                failures.of(new JsonAnswer("place", "get group", answer(status), MissingNode.getInstance(), failures));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.problem()).isEqualTo("HTTP " + status + (problem.isEmpty() ? "" : ": " + problem));
        assertThat(failure.remedy()).contains(remedy);
    }

    @Test
    void a_machine_that_is_being_updated_is_asked_again_and_an_app_is_not() {
        AdapterException machine = failures.ofToken("place", answer(410), MissingNode.getInstance(), true);
        AdapterException app = failures.ofToken("place", answer(404), MissingNode.getInstance(), false);

        assertThat(machine.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(app.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(app.problem()).isEqualTo("HTTP 404: no token was issued, without a reason");
    }
}
