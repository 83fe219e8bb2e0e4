package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.journal.MemoryGroup.Style;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines are written, and are durable, before the step that they announce. */
class RecordedRunTest {
    /** The engine logs that a listener has failed, which is what these tests are about. */
    private static final Logger ENGINE = Logger.getLogger("dev.gosync");

    @BeforeAll
    static void keep_the_log_short() {
        ENGINE.setLevel(Level.OFF);
    }

    @AfterAll
    static void log_again() {
        ENGINE.setLevel(null);
    }

    private final MemoryStore memory = new MemoryStore();
    private final List<String> log = new ArrayList<>();

    @Test
    void each_line_has_the_digest_of_the_line_before() throws Exception {
        List<String> lines = Lines.ofARun();

        String previous = "";
        for (String line : lines) {
            assertThat(line).startsWith("{\"previous\":\"" + previous + "\",\"at\":\"");
            previous = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(lines).hasSizeGreaterThan(10);
    }

    @Test
    void every_line_is_durable_before_the_step_that_it_announces() {
        sync(Style.SINGLE, log::add);

        assertThat(log.stream().filter(step -> step.startsWith("before")).map(step -> step.substring(7)))
                .containsExactly(
                        "append run",
                        "force",
                        "append plan",
                        "append start",
                        "force",
                        "append start",
                        "force",
                        "append call",
                        "force",
                        "request",
                        "append outcome",
                        "append call",
                        "force",
                        "request",
                        "append outcome",
                        "append start",
                        "force",
                        "append call",
                        "force",
                        "request",
                        "append outcome",
                        "append finished",
                        "force",
                        "append end",
                        "force");
    }

    @Test
    void each_request_is_durable_before_it_is_sent() {
        sync(Style.REQUESTS, log::add);

        List<String> before = log.stream()
                .filter(step -> step.startsWith("before"))
                .map(step -> step.substring(7))
                .toList();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).equals("request")) {
                assertThat(before.subList(i - 4, i)).containsExactly("append call", "force", "append request", "force");
            }
        }
        assertThat(before).contains("request");
    }

    @Test
    void a_run_without_changes_is_one_run_that_has_ended() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "ann", "bob", "eve");

        String id = Lines.apply(Journal.in(memory), "nightly", team, "ann", "bob", "eve");

        Run run = Journal.in(memory).run(id).orElseThrow();
        assertThat(run.result()).isEqualTo("done");
        assertThat(run.entries()).isEmpty();
        assertThat(run.plans()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_store_that_fails_at_any_line_stops_the_run_before_its_next_write(Style style) {
        for (int n = 1; ; n++) {
            int failing = n;
            int[] writes = {0};
            boolean[] failed = {false};
            List<String> steps = new ArrayList<>();
            MemoryStore store = new MemoryStore();
            MemoryGroup team = new MemoryGroup("team", style, "bob", "zoe");

            Throwable thrown = catchThrowable(() -> sync(store, team, step -> {
                steps.add(step);
                boolean isWrite = step.startsWith("before append") || step.equals("before force");
                if (isWrite && ++writes[0] == failing) {
                    failed[0] = true;
                    steps.clear();
                    throw new JournalException("the disk is full", null);
                }
            }));

            if (!failed[0]) {
                assertThat(thrown).isNull();
                assertThat(n).isGreaterThan(10);
                return;
            }
            assertThat(thrown).as("write %s", n).isInstanceOfAny(JournalException.class, SyncException.class);
            assertThat(steps).as("what happens after write %s has failed", n).doesNotContain("before force");
            if (style.announces()) {
                assertThat(steps)
                        .as("what happens after write %s has failed", n)
                        .doesNotContain("before request");
            }
            assertThat(steps).noneMatch(step -> step.startsWith("before append"));
            assertThat(store.holder("nightly")).isEmpty();
            knows(Journal.in(store), team);
        }
    }

    @Test
    void a_run_that_cannot_be_recorded_to_its_end_says_so_once() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob", "zoe");

        assertThatThrownBy(() -> sync(memory, team, step -> {
                    if (step.equals("before append finished")) {
                        throw new JournalException("The disk is full. Make room", null);
                    }
                }))
                .isInstanceOf(JournalException.class)
                .hasMessageMatching("Run [-0-9]+ is not recorded to its end\\. The disk is full\\. Make room")
                .hasNoSuppressedExceptions();

        assertThat(team.members()).containsExactly("ann", "bob", "eve");
        assertThat(memory.holder("nightly")).isEmpty();
    }

    @Test
    void an_error_in_the_store_leaves_no_gap() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob", "zoe");
        boolean[] thrown = {false};

        assertThatThrownBy(() -> sync(memory, team, step -> {
                    if (step.equals("before append outcome") && !thrown[0]) {
                        thrown[0] = true;
                        throw new OutOfMemoryError("no heap");
                    }
                }))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("it ran out of memory");

        assertThat(team.seen()).containsExactly("ADD ann");
        Run run = Journal.in(memory).cutShort("nightly").orElseThrow();
        assertThat(run.entries())
                .extracting(entry -> entry.thing() + " " + entry.state())
                .containsExactly("ann NOT_KNOWN", "eve NOT_STARTED", "zoe NOT_STARTED");
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupt_loses_no_outcome(Style style, @TempDir Path folder) {
        for (int n = 1; ; n++) {
            Path mine = folder.resolve("journal-" + n);
            int last = n;
            int[] requests = {0};
            MemoryGroup team = new MemoryGroup("team", style, "bob", "zoe").with(step -> {
                if (step.equals("before request") && ++requests[0] == last) {
                    Thread.currentThread().interrupt();
                }
            });
            List<Report> reports = new ArrayList<>();
            try (RecordedRun run = Journal.in(mine).begin(RunInfo.of("apply", "nightly"))) {
                reports.addAll(Sync.from(Lines.people("ann", "bob", "eve"))
                        .listener(run.listener("platform"))
                        .syncWithAll(List.of(team)));
            } catch (SyncException e) {
                reports.addAll(e.reports());
            }
            Thread.interrupted();

            Run run = Journal.in(mine).runs().get(0);
            assertThat(run.hasEnded()).isTrue();
            assertThat(run.entries().stream()
                            .map(entry -> entry.thing() + " " + entry.state())
                            .collect(Collectors.toSet()))
                    .isEqualTo(reports.get(0).outcomes().stream()
                            .map(outcome -> outcome.thing() + " " + outcome.state())
                            .collect(Collectors.toSet()));
            if (requests[0] < n) {
                assertThat(run.result()).isEqualTo("done");
                return;
            }
        }
    }

    @Test
    void a_run_in_which_something_failed_has_failed() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob", "zoe").with(step -> {
            if (step.equals("before request")) {
                throw new IllegalStateException("the service is down");
            }
        });

        assertThatThrownBy(() -> sync(memory, team)).isInstanceOf(SyncException.class);

        Run run = Journal.in(memory).runs().get(0);
        assertThat(run.result()).isEqualTo("failed");
        assertThat(run.count(State.FAILED) + run.count(State.NOT_KNOWN)).isPositive();
        assertThat(run.entries()).hasSize(3);
    }

    @Test
    void a_result_and_what_is_remembered_are_read_back() {
        Journal journal = Journal.in(memory);
        RecordedRun run = journal.begin(RunInfo.of("apply", "nightly").undoing("20260101-000000-000"));
        run.result("refused");
        run.remember(Map.of("team-a", List.of("one", "two")));
        run.close();
        run.close();

        Run read = journal.run(run.id()).orElseThrow();
        assertThat(read.result()).isEqualTo("refused");
        assertThat(read.syncs()).contains(Map.of("team-a", List.of("one", "two")));
        assertThat(read.info().undoes()).contains("20260101-000000-000");
    }

    private void sync(Style style, Steps steps) {
        sync(memory, new MemoryGroup("team", style, "bob", "zoe"), steps);
    }

    private static void sync(RunStore store, MemoryGroup team, Steps steps) {
        sync(new SteppingStore(store, steps), team.with(steps));
    }

    private static void sync(RunStore store, MemoryGroup team) {
        try (RecordedRun run = Journal.in(store).begin(RunInfo.of("apply", "nightly"))) {
            Sync.from(Lines.people("ann", "bob", "eve"))
                    .listener(run.listener("platform"))
                    .syncWith(team);
        }
    }

    /** Whatever the group has seen is DONE or NOT_KNOWN, and nothing else is DONE. */
    private static void knows(Journal journal, MemoryGroup team) {
        List<Entry> entries =
                journal.runs().stream().flatMap(run -> run.entries().stream()).toList();
        assertThat(entries.stream()
                        .filter(entry -> entry.state() == State.DONE || entry.state() == State.NOT_KNOWN)
                        .map(entry -> entry.action() + " " + entry.thing()))
                .containsAll(team.seen());
        assertThat(team.seen())
                .containsAll(entries.stream()
                        .filter(entry -> entry.state() == State.DONE)
                        .map(entry -> entry.action() + " " + entry.thing())
                        .toList());
    }
}
