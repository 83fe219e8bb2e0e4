package dev.gosync.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A status alone tells a user nothing. */
class TerraformFailuresTest {
    private final TerraformFailures failures = new TerraformFailures(Secrets.of(), Clock.systemUTC());

    private AdapterException failure(int status, String operation) {
        HttpAnswer http = HttpAnswer.of(status, Map.of(), "");
        return failures.of(new JsonAnswer("place", operation, http, MissingNode.getInstance(), failures));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | List Teams         | AUTHENTICATION  | Terraform does not accept the token         | Check the token
                    403 | Add Users to Team  | PERMISSION      | this token may not do that                  | that may manage membership
                    403 | Create a Team      | PERMISSION      | this token may not do that                  | that may manage teams
                    404 | Show Team          | NOT_FOUND       | not there, or this token may not see it     | Check the organization
                    400 | List Teams         | INVALID_REQUEST | ''                                          | report this
                    400 | Add Users to Team  | REFUSED_THING   | Terraform refused it without a reason       | tolerate refused-thing
                    422 | Create a Team      | REFUSED_THING   | Terraform refused it without a reason       | Choose another name
                    409 | Create a Team      | UNKNOWN         | Terraform refused it without a reason       | .
                    """)
    void a_status_without_words_says_what_happened_and_what_to_do(
            int status, String operation, FailureKind kind, String problem, String remedy) {
        AdapterException failure = failure(status, operation);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.problem()).isEqualTo("HTTP " + status + (problem.isEmpty() ? "" : ": " + problem));
        assertThat(failure.remedy()).contains(remedy);
    }
}
