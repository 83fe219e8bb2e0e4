package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guards;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Saved plans: what is in the file, what is refused, and what is stale. */
final class SavedPlanTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final PlanKey KEY = PlanKey.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final PlanKey OTHER_KEY = PlanKey.of("0123456789abcdeg".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private Path file;
    private final MemoryGroup people = new MemoryGroup("people", "ann", "bob", "cat");
    private final MemoryGroup team = new MemoryGroup("team", "cat", "eve");

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("plan.json");
    }

    private Plans plans(UnaryOperator<Sync> options) throws InterruptedException {
        Sync sync = options.apply(Sync.from(people).guard(Guards.maxRemovals(100)));
        return sync.planAll(List.of(team));
    }

    private SavedPlan plan() throws InterruptedException {
        return plan(sync -> sync);
    }

    private SavedPlan plan(UnaryOperator<Sync> options) throws InterruptedException {
        RunInfo info = RunInfo.of("plan", "go-sync.yml").from(folder.resolve("go-sync.yml"));
        return SavedPlan.of(info, NOON, List.of(), Map.of("staff", plans(options)));
    }

    private PlanCheck check(SavedPlan saved) throws InterruptedException {
        return saved.check(Map.of("staff", plans(sync -> sync)));
    }

    private void edit(UnaryOperator<String> change) throws IOException {
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    private void refused(PlanKey key, String... words) {
        assertThatThrownBy(() -> SavedPlan.read(file, key))
                .isInstanceOf(SavedPlanException.class)
                .message()
                .startsWith(file.toString())
                .contains(words);
    }

    private void unreadable(String... words) {
        assertThatThrownBy(() -> SavedPlan.read(file, PlanKey.none()))
                .isInstanceOf(JournalException.class)
                .isNotInstanceOf(SavedPlanException.class)
                .message()
                .startsWith(file.toString())
                .contains(words);
    }

    // What is in the file

    @Test
    void a_plan_is_read_as_it_was_saved() throws Exception {
        people.things("ann", "cat", "z\u200bo\u00e9\ud83d\ude00", "\"new\nline\\");
        team.unableToAdd("ann", "unknown \u202e here");
        SavedPlan saved = plan();

        saved.write(file, PlanKey.none());
        SavedPlan read = SavedPlan.read(file, PlanKey.none());

        assertThat(read.id()).isEqualTo(saved.id()).matches("[0-9a-f-]{36}");
        assertThat(read.madeAt()).isEqualTo(NOON);
        assertThat(read.madeBy()).isEqualTo(saved.madeBy());
        assertThat(read.syncs()).containsExactly("staff");
        assertThat(read.only()).isEmpty();
        assertThat(read.places()).isEqualTo(saved.places());
        assertThat(read.count(Action.ADD)).isEqualTo(2);
        assertThat(read.count(Action.REMOVE)).isOne();
        assertThat(read.cannotAdd()).isOne();
        assertThat(read.name()).isEqualTo(file.toString());
    }

    @Test
    void the_file_is_readable_and_shows_invisible_characters() throws Exception {
        people.things("cat", "z\u200bo");

        plan().write(file, PlanKey.none());

        assertThat(Files.readString(file))
                .contains("\"type\" : \"go-sync-plan\"", "\"format\" : 1", "\"madeAt\" : \"2026-03-01T12:00:00Z\"")
                .contains("\"additions\" : [\n        \"z\\u200bo\"\n      ]")
                .contains("\"name\" : \"group team\",\n        \"size\" : 2,\n        \"digest\" : \"")
                .doesNotContain("\u200b", "\r");
    }

    @Test
    void the_last_line_is_the_digest_of_all_lines_before_it() throws Exception {
        plan().write(file, PlanKey.none());

        List<String> lines = Files.readAllLines(file);
        String before = String.join("\n", lines.subList(0, lines.size() - 2)) + "\n";

        assertThat(lines.get(lines.size() - 2)).isEqualTo("  \"sha256\" : \"" + Texts.digest(before) + "\"");
    }

    @Test
    void a_key_makes_it_an_hmac() throws Exception {
        plan().write(file, KEY);

        List<String> lines = Files.readAllLines(file);
        String before = String.join("\n", lines.subList(0, lines.size() - 2)) + "\n";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String hmac = HexFormat.of().formatHex(mac.doFinal(before.getBytes(StandardCharsets.UTF_8)));

        assertThat(lines.get(lines.size() - 2)).isEqualTo("  \"hmac-sha256\" : \"" + hmac + "\"");
        assertThat(SavedPlan.read(file, KEY).count(Action.ADD)).isEqualTo(2);
    }

    @Test
    void neither_the_file_nor_a_message_has_the_key() throws Exception {
        plan().write(file, KEY);

        assertThat(Files.readString(file)).doesNotContain("0123456789abcdef", "30313233343536373839616263646566");
        assertThat(KEY).hasToString("a key");
        assertThatThrownBy(() -> SavedPlan.read(file, OTHER_KEY)).message().doesNotContain("0123456789");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void only_its_owner_can_read_the_file() throws Exception {
        plan().write(file, PlanKey.none());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_plan_without_changes_can_be_saved() throws Exception {
        people.things("cat", "eve");

        plan().write(file, PlanKey.none());

        SavedPlan read = SavedPlan.read(file, PlanKey.none());
        assertThat(read.count(Action.ADD) + read.count(Action.REMOVE)).isZero();
        assertThat(check(read).plans().get("staff").isEmpty()).isTrue();
    }

    @Test
    void the_selection_is_saved() throws Exception {
        SavedPlan saved = SavedPlan.of(
                RunInfo.of("plan", "go-sync.yml"), NOON, List.of("staff"), Map.of("staff", plans(sync -> sync)));

        saved.write(file, PlanKey.none());

        assertThat(SavedPlan.read(file, PlanKey.none()).only()).containsExactly("staff");
    }

    @Test
    void plans_that_must_not_be_applied_cannot_be_saved() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(sync -> sync.guard(Guards.maxAdditions(1))))
                .withMessageContaining("staff");
        team.broken = true;
        assertThatIllegalArgumentException().isThrownBy(this::plan).withMessageContaining("staff");
    }

    // Where it is written

    @Test
    void a_saved_plan_is_replaced_even_if_it_was_edited() throws Exception {
        SavedPlan first = plan();
        first.write(file, PlanKey.none());
        edit(text -> text.replace("ann", "mallory"));

        plan().write(file, PlanKey.none());

        assertThat(SavedPlan.read(file, PlanKey.none()).id()).isNotEqualTo(first.id());
        assertThat(folder).isDirectoryContaining("glob:**/plan.json").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void another_file_is_not_overwritten() throws Exception {
        for (String content : List.of("", "syncs: []", "{}", "{\"version\" : 1}", "{\"type\" : \"other\"}")) {
            Files.writeString(file, content);

            assertThatThrownBy(() -> plan().write(file, PlanKey.none()))
                    .isInstanceOf(JournalException.class)
                    .hasMessage(file + " exists and is not a saved plan, so it is not overwritten. Name another file");
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void a_folder_and_a_missing_folder_are_no_targets() {
        assertThatThrownBy(() -> SavedPlan.checkTarget(folder))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(folder + ", because that is not a file");
        assertThatThrownBy(() -> SavedPlan.checkTarget(folder.resolve("none").resolve("plan.json")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the folder " + folder.resolve("none") + " does not exist");
    }

    // What is refused

    @Test
    void every_edited_byte_is_noticed() throws Exception {
        plan().write(file, PlanKey.none());
        String saved = Files.readString(file);
        int from = saved.indexOf("\"plan\"");

        for (int i = from; i < saved.length(); i += 3) {
            char other = saved.charAt(i) == 'a' ? 'b' : 'a';
            Files.writeString(file, saved.substring(0, i) + other + saved.substring(i + 1));
            assertThatThrownBy(() -> SavedPlan.read(file, PlanKey.none()))
                    .as("byte " + i)
                    .isInstanceOf(SavedPlanException.class);
        }
    }

    @Test
    void an_edited_file_is_refused() throws Exception {
        plan().write(file, PlanKey.none());
        edit(text -> text.replace("\"ann\"", "\"mallory\""));

        refused(PlanKey.none(), "was edited after it was saved");
    }

    @Test
    void a_file_with_other_line_ends_is_refused() throws Exception {
        plan().write(file, PlanKey.none());
        edit(text -> text.replace("\n", "\r\n"));

        refused(PlanKey.none(), "was edited after it was saved", "Copy it again without any change");
    }

    @Test
    void an_edited_file_with_a_new_digest_is_refused_if_there_is_a_key() throws Exception {
        plan().write(file, KEY);
        edit(text -> {
            String content = text.substring(0, text.lastIndexOf("  \"hmac")).replace("\"ann\"", "\"mallory\"");
            return content + "  \"hmac-sha256\" : \"" + Texts.digest(content) + "\"\n}\n";
        });
        refused(KEY, "was edited after it was saved, or is signed with another key");

        edit(text -> text.replace("hmac-sha256", "sha256"));
        refused(KEY, "is not signed, but a key was named");
    }

    @Test
    void keys_must_be_the_same() throws Exception {
        plan().write(file, KEY);
        refused(OTHER_KEY, "signed with another key");
        refused(PlanKey.none(), "is signed with a key. Name the file of that key with --plan-key-file");

        plan().write(file, PlanKey.none());
        refused(KEY, "is not signed, but a key was named");
    }

    @Test
    void a_truncated_file_is_refused() throws Exception {
        plan().write(file, PlanKey.none());
        String saved = Files.readString(file);

        for (int length : List.of(100, saved.length() / 2, saved.length() - 2, saved.length() - 30)) {
            Files.writeString(file, saved.substring(0, length));
            refused(PlanKey.none(), "is cut short");
        }
        Files.writeString(file, saved.substring(0, saved.length() - 1));
        refused(PlanKey.none(), "was edited");
    }

    @Test
    void a_newer_format_is_refused() throws Exception {
        plan().write(file, PlanKey.none());
        edit(text -> text.replace("\"format\" : 1", "\"format\" : 2"));

        unreadable("was written by a newer version of Go Sync. Use that version, or plan again");
    }

    @Test
    void other_files_are_no_plans() throws Exception {
        unreadable("does not exist");
        Files.writeString(file, "");
        unreadable("is not a saved plan: it is empty");
        for (String content : List.of("syncs: []", "{}", "[1]", "{\"version\" : 1}", "{\"type\" : 7}")) {
            Files.writeString(file, content);
            unreadable("is not a saved plan. Name a file that go-sync plan --out has written");
        }
        Files.delete(file);
        Files.createDirectory(file);
        unreadable("is not a file");
    }

    @Test
    void a_plan_with_a_right_digest_must_also_be_complete() throws Exception {
        for (String content : List.of(
                "",
                "  \"plan\" : \"1\",\n",
                "  \"plan\" : [ { \"a\" : [ ] } ],\n",
                "  \"counts\" : { \"additions\" : 1 },\n")) {
            String before = "{\n  \"type\" : \"go-sync-plan\",\n  \"format\" : 1,\n" + content;
            Files.writeString(file, before + "  \"sha256\" : \"" + Texts.digest(before) + "\"\n}\n");
            unreadable("is not a saved plan, although it looks like one");
        }
    }

    @Test
    void wrong_counts_are_noticed() throws Exception {
        plan().write(file, PlanKey.none());
        edit(text -> {
            String before =
                    text.substring(0, text.lastIndexOf("  \"sha256")).replace("\"removals\" : 1", "\"removals\" : 0");
            return before + "  \"sha256\" : \"" + Texts.digest(before) + "\"\n}\n";
        });

        unreadable("its counts are wrong");
    }

    @Test
    void a_key_must_be_long_enough() throws Exception {
        Path keyFile = folder.resolve("key");
        assertThatThrownBy(() -> PlanKey.in(keyFile))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(keyFile + " cannot be read: " + keyFile + " does not exist");
        Files.writeString(keyFile, "0123456789abcde\r\n\n");
        assertThatThrownBy(() -> PlanKey.in(keyFile))
                .isInstanceOf(JournalException.class)
                .hasMessage("The key file " + keyFile + " holds 15 bytes; at least 16 are needed. Make a key, for"
                        + " example with: openssl rand -hex 32");
        Files.write(keyFile, new byte[100_000]);
        assertThatThrownBy(() -> PlanKey.in(keyFile)).hasMessageContaining("is larger than 65536 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> PlanKey.of(new byte[15]));
    }

    @Test
    void a_line_break_at_the_end_of_a_key_file_does_not_count() throws Exception {
        plan().write(file, KEY);
        Path keyFile = Files.writeString(folder.resolve("key"), "0123456789abcdef\n");

        assertThatCode(() -> SavedPlan.read(file, PlanKey.in(keyFile))).doesNotThrowAnyException();
    }

    @Test
    void a_plan_must_not_be_old_or_from_the_future() throws Exception {
        SavedPlan saved = plan();

        saved.checkAge(DAY, NOON.plus(DAY));
        saved.checkAge(DAY, NOON.minusSeconds(300));
        assertThatThrownBy(() -> saved.checkAge(DAY, NOON.plus(DAY).plusSeconds(1)))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining(
                        "was made at 2026-03-01T12:00:00Z, which is 24h1s ago. It may be at most 24h old");
        assertThatThrownBy(() -> saved.checkAge(DAY, NOON.minusSeconds(301)))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("but here it is only 2026-03-01T11:54:59Z");
    }

    // What is stale

    /**
     * One way in which the world can change after a plan that adds ann and bob and removes eve.
     *
     * @param stale what is stale, with the reason
     * @param done what is done already
     * @param left how many changes are left for the next plan
     */
    private record Row(String name, Change change, List<String> stale, List<String> done, int left) {
        interface Change {
            void to(MemoryGroup people, MemoryGroup team);
        }

        static Row of(String name, List<String> stale, List<String> done, int left, Change change) {
            return new Row(name, change, stale, done, left);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        List<String> none = List.of();
        return List.of(
                Row.of("nothing changed", none, none, 0, (people, team) -> {}),
                Row.of("newcomers and leavers", none, none, 2, (people, team) -> {
                    people.things("ann", "bob", "new");
                }),
                Row.of(
                        "an addition is done",
                        none,
                        List.of("+ ann: it is a member already"),
                        0,
                        (people, team) -> team.things("ann", "cat", "eve")),
                Row.of(
                        "an addition is done under another name",
                        none,
                        List.of("+ ann: it is a member already"),
                        0,
                        (people, team) -> team.alias("ann", "cat")),
                Row.of(
                        "an addition is done with another case",
                        none,
                        List.of("+ ann: it is a member already"),
                        0,
                        (people, team) -> team.things("ANN", "cat", "eve")),
                Row.of(
                        "a removal is done",
                        none,
                        List.of("- eve: it is not a member any more"),
                        0,
                        (people, team) -> team.things("cat")),
                Row.of(
                        "an addition is not wanted",
                        List.of("+ ann: the source does not want it any more"),
                        none,
                        0,
                        (people, team) -> people.things("bob", "cat")),
                Row.of(
                        "an addition is there and not wanted",
                        List.of("+ ann: the source does not want it any more"),
                        none,
                        1,
                        (people, team) -> {
                            people.things("bob", "cat");
                            team.things("ann", "cat", "eve");
                        }),
                Row.of(
                        "an addition is spelled otherwise",
                        List.of("+ ann: the source now has it as Ann"),
                        none,
                        1,
                        (people, team) -> people.things("Ann", "bob", "cat")),
                Row.of(
                        "an addition became another name",
                        List.of("+ ann: the source now has it as xan"),
                        none,
                        1,
                        (people, team) -> {
                            people.things("bob", "cat", "xan");
                            people.alias("ann", "xan");
                        }),
                Row.of(
                        "an addition is there and spelled otherwise",
                        List.of("+ ann: the source now has it as Ann"),
                        none,
                        0,
                        (people, team) -> {
                            people.things("Ann", "bob", "cat");
                            team.things("ann", "cat", "eve");
                        }),
                Row.of(
                        "an addition cannot be made",
                        List.of("+ ann: it cannot be added now: unknown here"),
                        none,
                        0,
                        (people, team) -> team.unableToAdd("ann", "unknown here")),
                Row.of(
                        "a removal is wanted",
                        List.of("- eve: the source wants it again"),
                        none,
                        0,
                        (people, team) -> people.things("ann", "bob", "cat", "eve")),
                Row.of(
                        "a removal is wanted under another name",
                        List.of("- eve: the source wants it again"),
                        none,
                        0,
                        (people, team) -> {
                            people.things("ann", "bob", "cat", "xeve");
                            team.alias("xeve", "eve");
                        }),
                Row.of(
                        "a removal is kept by the place",
                        List.of("- eve: it must stay now: owner"),
                        none,
                        0,
                        (people, team) -> team.keeping("eve", "owner")),
                Row.of(
                        "a removal is spelled otherwise",
                        List.of("- eve: the destination now has it as EVE"),
                        none,
                        1,
                        (people, team) -> team.things("cat", "EVE")),
                Row.of(
                        "several at once",
                        List.of("+ ann: the source does not want it any more", "- eve: the source wants it again"),
                        List.of("+ bob: it is a member already"),
                        1,
                        (people, team) -> {
                            people.things("bob", "cat", "eve", "new");
                            team.things("bob", "cat", "eve");
                        }));
    }

    private static List<String> texts(List<PlanCheck.Item> items) {
        return items.stream()
                .map(PlanCheck.Item::toString)
                .map(text -> text.replaceFirst(Pattern.quote("staff, group team: "), ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_change_must_still_be_right(Row row) throws Exception {
        SavedPlan saved = plan();

        row.change.to(people, team);
        PlanCheck check = check(saved);

        assertThat(texts(check.stale())).isEqualTo(row.stale);
        assertThat(texts(check.done())).isEqualTo(row.done);
        assertThat(check.left(Action.ADD) + check.left(Action.REMOVE)).isEqualTo(row.left);
        if (row.stale.isEmpty()) {
            List<String> left = new ArrayList<>(List.of("ann", "bob"));
            left.removeIf(thing -> row.done.stream().anyMatch(done -> done.contains(thing)));
            Plans plans = check.plans().get("staff");
            assertThat(plans.plans().get(0).additions()).isEqualTo(left);
        } else {
            assertThatThrownBy(check::plans)
                    .isInstanceOf(SavedPlanException.class)
                    .hasMessageContaining("is stale, and nothing was written: staff, group team: " + row.stale.get(0));
        }
    }

    @Test
    void a_protected_member_is_not_removed() throws Exception {
        SavedPlan saved = plan();

        PlanCheck check = saved.check(Map.of("staff", plans(sync -> sync.protect("e*"))));

        assertThat(texts(check.stale())).containsExactly("- eve: it must stay now: protected");
    }

    @Test
    void another_mode_makes_everything_stale() throws Exception {
        SavedPlan saved = plan();

        PlanCheck check = saved.check(Map.of("staff", plans(sync -> sync.mode(Mode.ADD_ONLY))));

        assertThat(texts(check.stale()))
                .containsExactly(
                        "+ ann: the mode is add-only now and was add-remove",
                        "+ bob: the mode is add-only now and was add-remove",
                        "- eve: the mode is add-only now and was add-remove");
    }

    @Test
    void a_sync_and_a_destination_must_still_be_there() throws Exception {
        SavedPlan saved = plan();

        assertThat(texts(saved.check(Map.of()).stale()))
                .hasSize(3)
                .contains("- eve: the sync is not in the configuration any more");
        Plans elsewhere = Sync.from(people).planAll(List.of(new MemoryGroup("elsewhere")));
        PlanCheck check = saved.check(Map.of("staff", elsewhere));
        assertThat(texts(check.stale()))
                .hasSize(3)
                .contains("+ ann: the destination is not in the configuration any more");
        assertThat(check.left(Action.ADD)).isEqualTo(3);
    }

    @Test
    void a_sync_without_changes_may_be_gone() throws Exception {
        people.things("cat", "eve");
        SavedPlan saved = plan();

        assertThat(saved.check(Map.of()).plans()).isEmpty();
    }

    @Test
    void a_place_that_cannot_be_read_is_not_stale_but_stops_everything() throws Exception {
        SavedPlan saved = plan();
        team.broken = true;

        PlanCheck check = check(saved);

        assertThat(check.isStale()).isFalse();
        assertThat(check.unread()).containsExactly("group team");
        assertThatThrownBy(check::plans)
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("group team could not be read");
    }

    @Test
    void only_what_was_reviewed_is_changed() throws Exception {
        SavedPlan saved = plan();
        people.things("ann", "bob", "new");

        List<Report> reports = check(saved).plans().get("staff").apply();

        assertThat(team.things()).containsExactly("ann", "bob", "cat");
        assertThat(reports.get(0).outcomes()).hasSize(3);
    }

    @Test
    void a_thing_that_can_be_added_only_now_was_not_reviewed() throws Exception {
        team.unableToAdd("ann", "unknown");
        SavedPlan saved = plan();

        assertThat(check(saved).plans().get("staff").plans().get(0).cannotAdd()).containsOnlyKeys("ann");
        team.cannotAdd.clear();
        PlanCheck later = check(saved);

        assertThat(later.left(Action.ADD)).isOne();
        assertThat(later.plans().get("staff").plans().get(0).additions()).containsExactly("bob");
        assertThat(later.plans().get("staff").plans().get(0).cannotAdd()).isEmpty();
    }

    @Test
    void the_guards_judge_what_is_left_of_the_fresh_plan() throws Exception {
        SavedPlan saved = plan(sync ->
                sync.guard(Guards.minRemaining(4)).guard(Guards.maxRemovals(0)).mode(Mode.ADD_ONLY));
        people.things("ann", "bob", "cat", "new");
        team.things("ann", "cat");

        Plans fresh = plans(sync -> sync.guard(Guards.minRemaining(4)).mode(Mode.ADD_ONLY));
        Plans limited = saved.check(Map.of("staff", fresh)).plans().get("staff");

        assertThat(fresh.isRefused()).isFalse();
        assertThat(limited.isRefused()).isTrue();
    }

    // With a journal

    private RunInfo applying(SavedPlan saved) {
        return RunInfo.of("apply", "go-sync.yml").applying(saved);
    }

    @Test
    void a_plan_is_applied_once() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        String first;
        try (RecordedRun run = journal.begin(applying(saved))) {
            first = run.id();
            check(saved, run).plans().get("staff").apply();
        }

        assertThat(journal.run(first).orElseThrow().info().plan()).contains(saved.id());
        assertThatThrownBy(() -> journal.begin(applying(saved)))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("was applied already, by run " + first + " (");
        assertThat(journal.ids()).containsExactly(first);
        try (RecordedRun run = journal.begin(applying(plan()))) {
            run.result("refused");
        }
    }

    private PlanCheck check(SavedPlan saved, RecordedRun run) throws InterruptedException {
        return saved.check(Map.of("staff", plans(sync -> sync.listener(run.listener("staff")))));
    }

    @Test
    void a_run_that_wrote_nothing_has_not_used_the_plan() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        try (RecordedRun run = journal.begin(applying(saved))) {
            check(saved, run);
            run.result("refused");
        }

        try (RecordedRun run = journal.begin(applying(saved))) {
            check(saved, run).plans().get("staff").apply();
        }

        assertThat(team.things()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void the_journal_has_the_changes_that_were_reviewed() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        people.things("ann", "bob", "new");

        String id;
        try (RecordedRun run = journal.begin(applying(saved))) {
            id = run.id();
            check(saved, run).plans().get("staff").apply();
        }

        Run run = journal.run(id).orElseThrow();
        assertThat(run.plans()).hasSize(1);
        assertThat(run.plans().get(0).additions()).containsExactly("ann", "bob");
        assertThat(run.plans().get(0).removals()).containsExactly("eve");
        assertThat(run.entries()).hasSize(3);
    }
}
