package dev.gosync.opsgenie;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change can shift who is on call now, as the README explains. The fakes count turns as the services do. */
class ShiftedTurnTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";

    /** The rotations of the fakes are weekly. */
    private static final Instant FOURTH_WEEK = Duty.START.plus(Duration.ofDays(3 * 7 + 2));

    private final OpsgenieFake opsgenie = new OpsgenieFake();
    private final JsmFake jsm = new JsmFake();
    private final Opsgenie account =
            Opsgenie.builder(Conditions.SECRET).baseUrl(opsgenie.address()).build();
    private final JiraOperations site = JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, Conditions.SECRET)
            .baseUrl(jsm.address())
            .build();

    @AfterEach
    void close() {
        account.close();
        site.close();
        opsgenie.close();
        jsm.close();
        assertThat(opsgenie.complaints()).isEmpty();
        assertThat(jsm.complaints()).isEmpty();
    }

    private Adapter schedule(boolean isJsm, String... order) {
        opsgenie.order(order);
        jsm.order(order);
        opsgenie.introduce(List.of(CEM));
        jsm.introduce(List.of(CEM));
        opsgenie.now(FOURTH_WEEK);
        jsm.now(FOURTH_WEEK);
        return isJsm ? site.schedule(JsmFake.SCHEDULE_ID) : account.schedule(OpsgenieFake.SCHEDULE);
    }

    private Source onCall(boolean isJsm) {
        return isJsm ? site.onCall(JsmFake.SCHEDULE_ID) : account.onCall(OpsgenieFake.SCHEDULE);
    }

    private static Sync wanted(String... people) {
        return Sync.from(Sources.of(List.of(people))).guard(Guards.maxRemovals(100));
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"), UTF_8).replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void somebody_added_at_the_end_shifts_the_present_turn_as_in_the_example_of_the_readme(boolean isJsm)
            throws Exception {
        Adapter schedule = schedule(isJsm, ANN, BOB);
        assertThat(onCall(isJsm).get().things()).containsExactly(BOB);

        Report report = wanted(ANN, BOB, CEM).syncWith(schedule);

        assertThat(report.isClean()).isTrue();
        assertThat(onCall(isJsm).get().things()).containsExactly(ANN);
        assertThat(readme())
                .contains("a weekly rotation of Ann and Bob, in its fourth week, is Bob's turn. With Cem added at the"
                        + " end, the fourth week is Ann's turn, at once.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_removal_shifts_the_present_turn_too_and_the_plan_warns_of_additions_only(boolean isJsm) throws Exception {
        Adapter schedule = schedule(isJsm, BOB, ANN, CEM);
        assertThat(onCall(isJsm).get().things()).containsExactly(BOB);
        Plan removing = wanted(BOB, ANN).plan(schedule);

        wanted(BOB, ANN).syncWith(schedule);

        assertThat(onCall(isJsm).get().things()).containsExactly(ANN);
        assertThat(removing.warnings()).isEmpty();
        assertThat(wanted(BOB, ANN, CEM).plan(schedule).warnings()).hasSize(1);
        assertThat(readme())
                .contains("A plan that adds people warns about this. A plan that only removes people does not");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_start_date_is_never_written(boolean isJsm) throws Exception {
        wanted(ANN, CEM).syncWith(schedule(isJsm, ANN, BOB));

        List<FakeRequest> writes = Stream.concat(opsgenie.received().stream(), jsm.received().stream())
                .filter(request -> request.verb().equals("PATCH"))
                .toList();
        assertThat(writes)
                .singleElement()
                .satisfies(write ->
                        assertThat(write.body()).contains("participants").doesNotContain("startDate"));
        assertThat(readme()).contains("Go Sync never writes the start date.");
    }
}
