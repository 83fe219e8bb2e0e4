package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is read as it was written, and a changed one is not believed. */
class RunReaderTest {
    private static final String ID = "20260301-090000-000";
    private static final List<String> LINES = Lines.ofARun();

    @TempDir
    Path temporary;

    @Test
    void a_run_is_read_as_it_was_written() {
        Run run = read(LINES).orElseThrow();

        assertThat(run.id()).isEqualTo(ID);
        assertThat(run.info()).isEqualTo(RunInfo.of("apply", "nightly").from(Path.of("/no/go-sync.yml")));
        assertThat(run.result()).isEqualTo("done");
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.failures()).isEmpty();
        assertThat(run.plans()).singleElement().satisfies(plan -> {
            assertThat(plan.sync()).isEqualTo("platform");
            assertThat(plan.source()).isEqualTo("people");
            assertThat(plan.sourceSize()).isEqualTo(3);
            assertThat(plan.place()).isEqualTo("team");
            assertThat(plan.placeSize()).isEqualTo(2);
            assertThat(plan.additions()).containsExactly("ann", "eve");
            assertThat(plan.removals()).containsExactly("zoe");
        });
        assertThat(run.entries())
                .extracting(entry -> entry.action() + " " + entry.thing() + " " + entry.state())
                .containsExactly("ADD ann DONE", "ADD eve DONE", "REMOVE zoe DONE");
        assertThat(run.changes(Action.ADD)).isEqualTo(2);
        assertThat(run.changes(Action.REMOVE)).isEqualTo(1);
    }

    @Test
    void every_beginning_of_a_run_can_be_read_and_accounts_for_everything_that_was_planned() {
        for (int count = 1; count < LINES.size(); count++) {
            Run run = read(LINES.subList(0, count)).orElseThrow();

            assertThat(run.hasEnded()).isFalse();
            assertThat(run.result()).isEmpty();
            boolean started = LINES.subList(0, count).stream().anyMatch(line -> line.contains("\"event\":\"start\""));
            assertThat(run.entries()).hasSize(started ? 3 : 0);
        }
    }

    @Test
    void what_was_about_to_be_called_is_not_known_and_the_rest_has_not_started() {
        int call = indexOf("\"event\":\"call\"");

        Run run = read(LINES.subList(0, call + 1)).orElseThrow();

        assertThat(run.entries())
                .extracting(entry -> entry.thing() + " " + entry.state() + " " + entry.reason())
                .containsExactly(
                        "ann NOT_KNOWN the run was cut short",
                        "eve NOT_STARTED the run was cut short",
                        "zoe NOT_STARTED the run was cut short");
    }

    @Test
    void an_adapter_that_announces_no_call_may_have_done_anything() {
        int start = indexOf("\"event\":\"start\"");

        Run run = read(LINES.subList(0, start + 1)).orElseThrow();

        assertThat(run.count(State.NOT_KNOWN)).isEqualTo(3);
    }

    @Test
    void a_destination_that_was_planned_twice_has_its_last_plan_and_all_outcomes() {
        List<String> twice = new ArrayList<>(LINES.subList(0, LINES.size() - 1));
        twice.addAll(LINES.subList(1, indexOf("\"event\":\"call\"") + 1));

        Run run = read(Lines.chained(twice)).orElseThrow();

        assertThat(run.plans()).hasSize(1);
        assertThat(run.entries().stream().map(Entry::state).collect(Collectors.toList()))
                .containsExactly(
                        State.DONE, State.DONE, State.DONE, State.NOT_KNOWN, State.NOT_STARTED, State.NOT_STARTED);
    }

    @Test
    void a_missing_line_is_noticed_wherever_it_was() {
        for (int missing = 0; missing < LINES.size() - 1; missing++) {
            List<String> lines = new ArrayList<>(LINES);
            lines.remove(missing);

            isNotTrusted(lines, missing + 1, "the line before it is missing or was changed");
        }
    }

    @Test
    void a_missing_end_is_a_run_that_was_cut_short() {
        assertThat(read(LINES.subList(0, LINES.size() - 1)).orElseThrow().hasEnded())
                .isFalse();
    }

    @Test
    void a_changed_line_is_noticed_at_the_next_one() {
        for (int changed = 0; changed < LINES.size() - 1; changed++) {
            List<String> lines = new ArrayList<>(LINES);
            lines.set(changed, lines.get(changed).replaceFirst("\"at\":\"20", "\"at\":\"19"));

            isNotTrusted(lines, changed + 2, "the line before it is missing or was changed");
        }
    }

    @Test
    void a_line_that_is_no_json_is_noticed_unless_it_is_the_last() {
        List<String> lines = new ArrayList<>(LINES);
        lines.set(2, "{\"previous\":");

        isNotTrusted(lines, 3, "it is no line of a journal");
    }

    @Test
    void lines_in_another_order_are_noticed() {
        List<String> lines = new ArrayList<>(LINES);
        lines.add(2, lines.remove(3));

        isNotTrusted(lines, 3, "the line before it is missing or was changed");
    }

    @Test
    void a_run_inside_another_is_noticed() {
        List<String> lines = new ArrayList<>(LINES);
        lines.add(1, LINES.get(0));

        isNotTrusted(Lines.chained(lines), 2, "a run begins inside another");
    }

    @Test
    void a_run_without_its_beginning_is_noticed_even_if_the_digests_fit() {
        isNotTrusted(Lines.chained(LINES.subList(1, LINES.size())), 1, "it is not the beginning of a run");
    }

    @Test
    void an_unknown_event_is_noticed() {
        List<String> lines = new ArrayList<>(LINES);
        lines.replaceAll(line -> line.replace("\"event\":\"start\"", "\"event\":\"party\""));

        isNotTrusted(Lines.chained(lines), indexOf("\"event\":\"start\"") + 1, "it is no line of a journal");
    }

    @Test
    void a_run_of_a_newer_version_is_refused() {
        List<String> lines = new ArrayList<>(LINES);
        lines.replaceAll(line -> line.replace("\"format\":1", "\"format\":2")
                .replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"9.1\"")
                .replace("\"event\":\"start\"", "\"event\":\"party\""));

        assertThatThrownBy(() -> read(Lines.chained(lines)))
                .isInstanceOf(JournalException.class)
                .hasMessage("Run " + ID + " in memory was written by a newer version of Go Sync (9.1). Use that version"
                        + " to read it");
    }

    @Test
    void a_file_that_was_cut_anywhere_is_a_run_that_was_cut_short() throws Exception {
        byte[] whole = (String.join("\n", LINES) + "\n").getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);

            Optional<Run> run = readFile(cut);

            assertThat(run.filter(Run::hasEnded)).isEmpty();
        }
    }

    @Test
    void a_torn_last_line_with_an_end_is_left_out() throws Exception {
        String last = LINES.get(3);
        List<String> whole = LINES.subList(0, 3);

        for (int length = 0; length < last.length(); length++) {
            List<String> torn = new ArrayList<>(whole);
            torn.add(last.substring(0, length));

            assertThat(read(torn)).isEqualTo(read(whole));
        }
    }

    @Test
    void an_empty_file_is_no_run() throws Exception {
        assertThat(readFile(new byte[0])).isEmpty();
        assertThat(readFile(LINES.get(0).getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void zeros_that_a_power_failure_leaves_end_the_run() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (String line : LINES.subList(0, 4)) {
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Optional<Run> expected = readFile(file.toByteArray());
        file.write(new byte[700]);
        assertThat(readFile(file.toByteArray())).isEqualTo(expected);

        file.write("\"state\":\"done\"}\n".getBytes(StandardCharsets.UTF_8));
        file.write((LINES.get(6) + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(readFile(file.toByteArray())).isEqualTo(expected);
    }

    @Test
    void bytes_that_are_no_text_are_noticed() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write((LINES.get(0) + "\n").getBytes(StandardCharsets.UTF_8));
        file.write(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        file.write((LINES.get(2) + "\n").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> readFile(file.toByteArray()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("line 2: it is no line of a journal");
    }

    private static int indexOf(String text) {
        for (int i = 0; i < LINES.size(); i++) {
            if (LINES.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError(text);
    }

    private static Optional<Run> read(List<String> lines) {
        MemoryStore store = new MemoryStore();
        store.put(ID, lines);
        return Journal.in(store).run(ID);
    }

    private Optional<Run> readFile(byte[] content) throws Exception {
        Path folder = temporary.resolve("journal");
        if (Files.notExists(folder)) {
            Journal.in(folder).begin(RunInfo.of("apply", "other")).close();
        }
        Files.write(folder.resolve("runs").resolve(ID + ".jsonl"), content);
        return Journal.in(folder).run(ID);
    }

    private static void isNotTrusted(List<String> lines, int line, String problem) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(JournalException.class)
                .hasMessage("Run " + ID + " in memory cannot be trusted: line " + line + ": " + problem
                        + ". Restore it from a copy, or move it out of the journal");
    }
}
