package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guards;
import dev.gosync.Plans;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Saved plans: what is in the file, and what is refused. */
final class SavedPlanTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final PlanKey KEY = PlanKey.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final PlanKey OTHER_KEY = PlanKey.of("0123456789abcdeg".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private Path file;
    private final SimpleGroup people = new SimpleGroup("people", "ann", "bob", "cat");
    private final SimpleGroup team = new SimpleGroup("team", "cat", "eve");

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
        assertThat(check(read).plans("staff").isEmpty()).isTrue();
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
}
