package dev.gosync.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private static final String TYPE = "multipart/mixed; boundary=b";

    private static String part(int number, int status, String header, String body) {
        return "--b\r\nContent-Type: application/http\r\nContent-ID: <response-item-" + number + ">\r\n\r\nHTTP/1.1 "
                + status + " Said\r\n" + header + "\r\n\r\n" + body + "\r\n";
    }

    private static Map<Integer, Answer> answers(String type, String body) {
        return Batch.answers(new Answer(200, type, null, body));
    }

    @Test
    void each_answer_is_found_by_what_it_says_it_answers_and_not_by_its_place() {
        String body =
                part(1, 403, "Retry-After: 7", "{\"a\":\r\n\r\n1}") + part(0, 204, "Content-Length: 0", "") + "--b--";

        Map<Integer, Answer> answers = answers(TYPE, body);

        assertThat(answers).containsOnlyKeys(0, 1);
        assertThat(answers.get(0).status()).isEqualTo(204);
        assertThat(answers.get(0).body()).isEmpty();
        assertThat(answers.get(1).status()).isEqualTo(403);
        assertThat(answers.get(1).retryAfter()).isEqualTo("7");
        assertThat(answers.get(1).body()).isEqualTo("{\"a\":\r\n\r\n1}");
    }

    @Test
    void line_feeds_alone_and_a_quoted_boundary_are_understood_too() {
        String body = (part(0, 200, "Content-Type: application/json", "{}") + "--b--\r\n").replace("\r\n", "\n");

        assertThat(answers("multipart/mixed; boundary=\"b\"", body).get(0).body())
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "--b\r\nContent-ID: <response-item-0>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}", // breaks off
                "--b\r\nContent-ID: <response-item-0>\r\n\r\n<html>\r\n--b--",
                "--b\r\nContent-ID: <item-0>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n--b--",
                "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n--b--",
                "--b\r\nnothing\r\n--b--",
            })
    void what_is_no_answer_to_a_batch_is_refused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> answers(TYPE, body));
        assertThatIllegalArgumentException().isThrownBy(() -> answers("text/html", body));
    }

    @Test
    void two_answers_to_the_same_are_refused() {
        String body = part(0, 200, "A: b", "{}") + part(0, 404, "A: b", "{}") + "--b--";

        assertThatIllegalArgumentException().isThrownBy(() -> answers(TYPE, body));
    }
}
