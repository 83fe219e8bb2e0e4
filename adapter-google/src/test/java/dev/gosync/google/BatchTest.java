package dev.gosync.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gosync.adapter.http.HttpAnswer;
import java.util.List;
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

    private static Map<Integer, HttpAnswer> answers(String type, String body) {
        return Batch.answers(HttpAnswer.of(200, Map.of("Content-Type", List.of(type)), body));
    }

    @Test
    void an_answer_is_found_by_the_request_that_it_names_and_not_by_its_position() {
        String body =
                part(1, 403, "Retry-After: 7", "{\"a\":\r\n\r\n1}") + part(0, 204, "Content-Length: 0", "") + "--b--";

        Map<Integer, HttpAnswer> answers = answers(TYPE, body);

        assertThat(answers).containsOnlyKeys(0, 1);
        assertThat(answers.get(0).status()).isEqualTo(204);
        assertThat(answers.get(0).body()).isEmpty();
        assertThat(answers.get(1).status()).isEqualTo(403);
        assertThat(answers.get(1).header("retry-after")).contains("7");
        assertThat(answers.get(1).body()).isEqualTo("{\"a\":\r\n\r\n1}");
    }

    @Test
    void line_feeds_alone_and_a_quoted_boundary_are_understood() {
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
    void a_body_that_is_not_an_answer_to_a_batch_is_refused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> answers(TYPE, body));
        assertThatIllegalArgumentException().isThrownBy(() -> answers("text/html", body));
    }

    @Test
    void two_answers_to_the_same_request_are_refused() {
        String body = part(0, 200, "A: b", "{}") + part(0, 404, "A: b", "{}") + "--b--";

        assertThatIllegalArgumentException().isThrownBy(() -> answers(TYPE, body));
    }
}
