package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsgenieOnCallTest {
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-11-23T20:00:00Z");

    private final OpsgenieFake fake = new OpsgenieFake();
    private final Opsgenie opsgenie =
            Opsgenie.builder(Conditions.SECRET).baseUrl(fake.address()).build();

    @BeforeEach
    void seed() {
        fake.onDuty(MORNING, List.of("ann@example.com", "bob@example.com"));
        fake.onDuty(EVENING, List.of("cem@example.com"));
        fake.now(MORNING.plusSeconds(60));
    }

    @AfterEach
    void close() {
        opsgenie.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void costs_one_call() throws Exception {
        assertThat(opsgenie.onCall(OpsgenieFake.SCHEDULE).get().things())
                .containsExactly("ann@example.com", "bob@example.com");

        assertThat(fake.calls()).isEqualTo(Map.of("Get On Calls", 1));
        FakeRequest asked = fake.received().get(0);
        assertThat(asked.query("flat")).contains("true");
        assertThat(asked.query("scheduleIdentifierType")).contains("name");
        assertThat(asked.query("date")).isEqualTo(Optional.empty());
    }

    @Test
    void every_read_asks_the_service_again() throws Exception {
        OpsgenieOnCall onCall = opsgenie.onCall(OpsgenieFake.SCHEDULE_ID);
        onCall.get();

        fake.now(EVENING);

        assertThat(onCall.get().things()).containsExactly("cem@example.com");
    }

    @Test
    void can_be_asked_for_another_time() throws Exception {
        OpsgenieOnCall tonight = opsgenie.onCall(OpsgenieFake.SCHEDULE).at(EVENING.plusMillis(1234));

        assertThat(tonight.get().things()).containsExactly("cem@example.com");
        assertThat(tonight.name()).endsWith(" on-call of schedule Platform at 2026-11-23T20:00:01Z");
        assertThat(fake.received().get(0).query("date")).contains("2026-11-23T20:00:01+00:00");
    }

    @Test
    void nobody_on_call_is_an_empty_list() throws Exception {
        assertThat(opsgenie.onCall(OpsgenieFake.SCHEDULE)
                        .at(Instant.EPOCH)
                        .get()
                        .things())
                .isEmpty();
    }

    @Test
    void a_missing_schedule_is_an_error_and_not_an_empty_list() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(opsgenie.onCall("Nowhere")::get)
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
    }
}
