package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParticipantTest {
    private static Participant read(String json) throws IOException {
        JsonNode node = OpsgenieClient.JSON.readTree(json);
        OpsgenieFailures failures = OpsgenieFailures.ofOpsgenie(Secrets.of(), Clock.systemUTC());
        return Participant.read(
                new JsonAnswer("a place", "Get", HttpAnswer.of(200, Map.of(), json), node, failures), node);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"none"}                     | {"type":"none"}
            {"type":"none","id":""}             | {"type":"none","id":""}
            {"type":"none","extra":1}           | {"type":"none"}
            {"type":"noone","id":null}          | {"type":"noone","id":null}
            {"type":"noone"}                    | {"type":"noone","id":null}
            {"x":{},"type":"noone","id":null}   | {"type":"noone","id":null}
            """)
    void both_words_for_an_empty_slot_are_understood_and_written_back_with_the_type_and_the_id(
            String json, String written) throws Exception {
        Participant participant = read(json);

        assertThat(participant.isEmptySlot()).isTrue();
        assertThat(participant.isPerson()).isFalse();
        assertThat(participant.toWrite()).hasToString(written);
    }

    @Test
    void a_type_that_is_not_known_is_neither_an_empty_slot_nor_a_person() throws Exception {
        Participant participant = read("{\"type\":\"pool\",\"id\":7,\"x\":{\"y\":null}}");

        assertThat(participant.isEmptySlot()).isFalse();
        assertThat(participant.isPerson()).isFalse();
        assertThat(participant.toWrite()).hasToString("{\"type\":\"pool\",\"id\":7,\"x\":{\"y\":null}}");
    }

    @Test
    void what_a_known_type_shows_beside_its_usual_fields_is_not_sent_back() throws Exception {
        assertThat(read("{\"type\":\"user\",\"username\":\"ann@example.com\",\"extra\":1}")
                        .toWrite())
                .hasToString("{\"type\":\"user\",\"username\":\"ann@example.com\"}");
        assertThat(read("{\"extra\":1,\"type\":\"team\",\"name\":\"Ops\"}").toWrite())
                .hasToString("{\"type\":\"team\",\"name\":\"Ops\"}");
        assertThat(read("{\"type\":\"escalation\",\"id\":\"e1\",\"name\":\"Late\"}")
                        .toWrite())
                .hasToString("{\"type\":\"escalation\",\"id\":\"e1\"}");
    }

    @Test
    void a_user_without_an_id_is_written_back_as_read() throws Exception {
        Participant participant = read("{\"type\":\"user\",\"id\":null,\"username\":null}");

        assertThat(participant.isPerson()).isTrue();
        assertThat(participant.username()).isEmpty();
        assertThat(participant.toWrite()).hasToString("{\"type\":\"user\",\"id\":null,\"username\":null}");
    }

    @Test
    void a_user_is_written_by_id() throws Exception {
        Participant participant =
                read("{\"type\":\"user\",\"id\":\"u1\",\"username\":\"Ann@Example.com\",\"extra\":1}");

        assertThat(participant.toWrite()).hasToString("{\"type\":\"user\",\"id\":\"u1\"}");
        assertThat(participant.key()).isEqualTo(Participant.ofAccount("u1").key());
    }

    @Test
    void a_newcomer_is_known_by_the_user_name_in_any_case() {
        assertThat(Participant.ofUsername("ANN@example.com").key())
                .isEqualTo(Participant.ofUsername("ann@Example.com").key());
    }
}
