package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsmOnCallTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";

    private final JsmFake fake = new JsmFake();
    private final JiraOperations jira = JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, Conditions.SECRET)
            .baseUrl(fake.address())
            .build();

    @AfterEach
    void close() {
        jira.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void lists_the_addresses_of_people_on_call_now_and_at_another_time() throws Exception {
        Instant evening = Instant.parse("2026-11-23T20:00:00Z");
        fake.onDuty(Instant.EPOCH, List.of(ANN, BOB));
        fake.onDuty(evening, List.of(CEM));
        JsmOnCall onCall = jira.onCall(JsmFake.SCHEDULE_ID);

        assertThat(onCall.get().things()).containsExactly(ANN, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("List on-call responders", 1, "Bulk get users", 1));
        assertThat(onCall.at(evening).get().things()).containsExactly(CEM);
        fake.now(evening);
        assertThat(onCall.get().things()).containsExactly(CEM);
        assertThat(fake.calls()).isEqualTo(Map.of("List on-call responders", 3, "Bulk get users", 2));
    }

    @Test
    void one_call_looks_100_accounts_up_and_an_empty_page_that_is_not_the_last_fails() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            many.add("person%03d@example.com".formatted(i));
        }
        fake.onDuty(Instant.EPOCH, many);
        JsmOnCall onCall = jira.onCall(JsmFake.SCHEDULE_ID);

        assertThat(onCall.get().things()).hasSize(201);
        assertThat(fake.calls()).isEqualTo(Map.of("List on-call responders", 1, "Bulk get users", 3));

        fake.breakOffAccounts();
        fake.onDuty(Instant.EPOCH, List.of(ANN));
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(onCall::get)
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.MALFORMED_ANSWER);
    }
}
