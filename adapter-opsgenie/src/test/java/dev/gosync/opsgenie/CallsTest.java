package dev.gosync.opsgenie;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many calls each kind of work takes, exactly, and that the README says the same. */
class CallsTest {
    private final OpsgenieFake opsgenie = new OpsgenieFake();
    private final JsmFake jsm = new JsmFake();
    private final Opsgenie account =
            Opsgenie.builder(Conditions.SECRET).baseUrl(opsgenie.address()).build();
    private final JiraOperations site = JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, Conditions.SECRET)
            .baseUrl(jsm.address())
            .build();
    private final OpsgenieSchedule schedule = account.schedule(OpsgenieFake.SCHEDULE);
    private final JsmSchedule jsmSchedule = site.schedule(JsmFake.SCHEDULE_ID);

    @AfterEach
    void close() {
        account.close();
        site.close();
        opsgenie.close();
        jsm.close();
        assertThat(opsgenie.complaints()).isEmpty();
        assertThat(jsm.complaints()).isEmpty();
    }

    private static Sync sync(List<String> people) {
        return Sync.from(Sources.of(people)).guard(Guards.maxRemovals(1000));
    }

    private static List<String> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("person%03d@example.com"::formatted)
                .toList();
    }

    private static void assertReadme(String row) throws IOException {
        assertThat(Files.readString(Path.of("README.md"), UTF_8).lines()).contains(row);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 1", "101, 2", "201, 3"})
    void who_is_on_call_takes_a_call_and_at_jsm_one_more_for_each_hundred_unknown_accounts(int people, int lookups)
            throws Exception {
        opsgenie.onDuty(Instant.EPOCH, people(0, people));
        jsm.onDuty(Instant.EPOCH, people(0, people));

        assertThat(account.onCall(OpsgenieFake.SCHEDULE).get().things()).hasSize(people);
        assertThat(site.onCall(JsmFake.SCHEDULE_ID).get().things()).hasSize(people);

        assertThat(opsgenie.calls()).isEqualTo(Map.of("Get On Calls", 1));
        assertThat(jsm.calls()).isEqualTo(Map.of("List on-call responders", 1, "Bulk get users", lookups));
        assertReadme("| on call | 1 | 1 for each 100 accounts that are not known yet |");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "100, 1", "201, 3"})
    void a_schedule_takes_a_call_and_at_jsm_one_more_for_each_hundred_unknown_accounts(int people, int lookups)
            throws Exception {
        opsgenie.join(people(0, people));
        jsm.join(people(0, people));

        schedule.get();
        jsmSchedule.get();
        jsmSchedule.get();

        assertThat(opsgenie.calls()).isEqualTo(Map.of("Get Schedule", 1));
        assertThat(jsm.calls()).isEqualTo(Map.of("List rotations", 2, "Bulk get users", lookups));
        assertReadme("| read a schedule | 1 | the same |");
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 2", "250, 125, 250"})
    void a_write_takes_a_call_to_read_and_one_to_write_and_at_jsm_one_for_each_newcomer(
            int members, int leavers, int newcomers) throws Exception {
        List<String> wanted = people(leavers, members + newcomers);
        opsgenie.introduce(people(0, members + newcomers));
        opsgenie.join(people(0, members));
        jsm.introduce(people(0, members + newcomers));
        jsm.join(people(0, members));

        sync(wanted).syncWith(schedule);
        sync(wanted).syncWith(jsmSchedule);

        assertThat(opsgenie.members()).containsExactlyElementsOf(wanted);
        assertThat(jsm.members()).containsExactlyElementsOf(wanted);
        assertThat(opsgenie.calls()).isEqualTo(Map.of("Get Schedule", 1 + 1, "Update Schedule Rotation", 1));
        assertThat(jsm.calls())
                .isEqualTo(Map.of(
                        "List rotations",
                        1 + 1,
                        "Bulk get users",
                        (members + 99) / 100,
                        "Find users",
                        newcomers,
                        "Update rotation",
                        1));
        assertReadme("| write | 1 to read it again, 1 to write it | 1 for each person to add who is not known yet |");
    }

    @Test
    void accounts_that_are_known_are_not_looked_up_again() throws Exception {
        jsm.join(people(0, 3));
        jsm.introduce(people(3, 4));
        sync(people(1, 4)).syncWith(jsmSchedule);
        jsm.forgetRequests();

        sync(people(0, 3)).syncWith(jsmSchedule);

        assertThat(jsm.calls()).isEqualTo(Map.of("List rotations", 2, "Update rotation", 1));
    }

    @Test
    void nothing_to_do_is_only_read() throws Exception {
        opsgenie.join(people(0, 3));
        jsm.join(people(0, 3));

        sync(people(0, 3)).syncWith(schedule);
        sync(people(0, 3)).syncWith(jsmSchedule);

        assertThat(opsgenie.calls()).isEqualTo(Map.of("Get Schedule", 1));
        assertThat(jsm.calls()).isEqualTo(Map.of("List rotations", 1, "Bulk get users", 1));
    }

    @Test
    void at_jsm_a_schedule_by_name_takes_one_call_more_once() throws Exception {
        jsm.join(people(0, 1));
        JsmSchedule byName = site.schedule(JsmFake.SCHEDULE);

        byName.get();
        byName.get();

        assertThat(jsm.calls()).isEqualTo(Map.of("List schedules", 1, "List rotations", 2, "Bulk get users", 1));
        assertThat(Files.readString(Path.of("README.md"), UTF_8))
                .contains("a schedule by name costs 1 more call, once in 15 minutes");
    }
}
