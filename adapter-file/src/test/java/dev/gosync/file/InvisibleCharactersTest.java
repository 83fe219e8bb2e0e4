package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Asking;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copied text often contains invisible characters. They do not make a different person. */
class InvisibleCharactersTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";

    @TempDir
    Path folder;

    /** The plan must have nothing to do, and name the file, the line and the character. */
    private void mustBeTheSamePerson(Source source, String fileName, int line, String invisible) throws Exception {
        FileAdapter team = FileAdapter.text(file(folder, "team.txt", ANN + "\n" + BOB + "\n"));

        Plan plan = Sync.from(source).plan(team);
        Report report = Sync.from(source).syncWith(team);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.warnings()).singleElement().asString().contains(fileName, ", line " + line + ":");
        assertThat(plan.toString())
                .contains(ANN + InvisibleCharacters.shownIn(invisible))
                .doesNotContain(invisible);
        assertThat(report.isClean()).isTrue();
        assertThat(content(folder.resolve("team.txt"))).isEqualTo(ANN + "\n" + BOB + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void a_person_followed_by_one_in_a_csv_is_the_same_person(String invisible) throws Exception {
        Path file = file(folder, "people.csv", "name,email\nBob," + BOB + "\nAnn," + ANN + invisible + "\n");

        mustBeTheSamePerson(FileAdapter.csv(file, "email"), "people.csv", 3, invisible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void a_person_followed_by_one_in_a_text_is_the_same_person(String invisible) throws Exception {
        Path file = file(folder, "people.txt", "# People\n" + BOB + "\n" + ANN + invisible + "  # on leave\n");

        mustBeTheSamePerson(FileAdapter.text(file), "people.txt", 3, invisible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void a_person_followed_by_one_in_a_yaml_is_the_same_person(String invisible) throws Exception {
        Path file = file(folder, "people.yaml", "team:\n  - " + BOB + "\n  - " + ANN + invisible + "\n");

        mustBeTheSamePerson(FileSource.yaml(file, "team"), "people.yaml", 3, invisible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void a_person_followed_by_one_in_a_json_is_the_same_person(String invisible) throws Exception {
        Path file = file(folder, "people.json", "[\n\"" + BOB + "\",\n\"" + ANN + invisible + "\"]\n");

        mustBeTheSamePerson(FileSource.json(file), "people.json", 3, invisible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void one_in_a_cell_of_where_selects_the_row(String invisible) throws Exception {
        Path file = file(folder, "people.csv", "email,team\n" + ANN + ",plat" + invisible + "form\n" + BOB + ",web\n");

        for (String value : List.of("platform", "platform" + invisible, invisible + "plat" + invisible + "form")) {
            assertThat(FileAdapter.csv(file, "email")
                            .where(Map.of("team", value))
                            .get()
                            .things())
                    .containsExactly(ANN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void one_in_a_header_or_in_the_name_of_a_column_is_ignored(String invisible) throws Exception {
        Path file = file(
                folder,
                "people.csv",
                invisible + "email" + invisible + ",te" + invisible + "am\n" + ANN + ",platform\n");

        for (FileAdapter adapter : List.of(
                FileAdapter.csv(file, "email").where(Map.of("team", "platform")),
                FileAdapter.csv(file, "em" + invisible + "ail").where(Map.of("team" + invisible, "platform")))) {
            assertThat(adapter.get().things()).containsExactly(ANN);
            assertThat(adapter.name()).endsWith("people.csv (column email where team=platform)");
        }
    }

    /** The plan must have nothing to do, and one warning that names the file, the line and the character. */
    private void mustWarnOnce(Source source, String... parts) throws Exception {
        Plan plan = Sync.from(source).plan(FileAdapter.text(file(folder, "team.txt", ANN + "\n")));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.warnings()).singleElement().asString().contains(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void one_in_a_cell_of_where_is_in_a_warning_with_file_and_line(String invisible) throws Exception {
        Path file = file(
                folder,
                "people.csv",
                "email,team\n" + ANN + ",plat" + invisible + "form\n" + BOB + ",we" + invisible + "b\n");

        mustWarnOnce(
                FileAdapter.csv(file, "email").where(Map.of("team", "platform")),
                "people.csv (column email where team=platform): the value 'plat"
                        + InvisibleCharacters.shownIn(invisible)
                        + "form' of team in line 2 contains invisible characters; they are ignored");
        mustWarnOnce(
                FileAdapter.csv(file, "email").whereNot("team", "web"),
                "the value 'we" + InvisibleCharacters.shownIn(invisible) + "b' of team in line 3 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void one_in_a_value_of_where_in_a_yaml_or_a_json_is_in_a_warning_with_file_and_line(String invisible)
            throws Exception {
        String json = "[{\"email\": \"" + ANN + "\",\n\"team\": \"plat" + invisible + "form\"},\n{\"email\": \"" + BOB
                + "\", \"team\": \"web\"}]\n";
        String shown = "the value 'plat" + InvisibleCharacters.shownIn(invisible) + "form' of team in line 2 ";

        mustWarnOnce(
                FileSource.json(file(folder, "people.json", json), "[].email").where("team", "platform"),
                "people.json (at [].email where team=platform): " + shown);
        mustWarnOnce(
                FileSource.yaml(file(folder, "people.yaml", json), "[].email").where("team", "platform"),
                "people.yaml (at [].email where team=platform): " + shown);
    }

    @Test
    void many_cells_with_one_are_one_warning_with_a_count() throws Exception {
        Path file =
                file(folder, "people.csv", "email,team\n" + (ANN + ",plat\u200Bform\n").repeat(1000) + BOB + ",web\n");

        mustWarnOnce(
                FileAdapter.csv(file, "email").where(Map.of("team", "platform")),
                "'plat\\u200bform' of team in line 2 contains invisible characters, like 999 more values; they are ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void one_in_a_header_is_in_a_warning_with_file_and_line(String invisible) throws Exception {
        Path file = file(folder, "people.csv", "na" + invisible + "me,em" + invisible + "ail\nAnn," + ANN + "\n");

        mustWarnOnce(
                FileAdapter.csv(file, "email"),
                "people.csv (column email): the column 'em" + InvisibleCharacters.shownIn(invisible)
                        + "ail' in line 1 contains invisible characters; they are ignored");
    }

    @Test
    void a_value_that_the_configuration_spells_in_the_same_way_is_in_no_warning() throws Exception {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69";
        Path file = file(folder, "people.csv", "email,team\n" + ANN + "," + family + "\n");

        assertThat(FileAdapter.csv(file, "email")
                        .where(Map.of("team", family))
                        .get()
                        .warnings())
                .isEmpty();
    }

    @Test
    void a_key_of_a_path_with_one_is_an_error_that_shows_it() {
        Path file = file(folder, "people.yaml", "te\u200Bam: [" + ANN + "]\n");

        assertThatThrownBy(() -> FileSource.yaml(file, "team").get())
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("line 1")
                .satisfies(e -> assertThat(InvisibleCharacters.shownIn(String.valueOf(e.getMessage())))
                        .contains("did you mean 'te\\u200bam'"));
    }

    @Test
    void two_columns_that_look_the_same_are_an_error() {
        Path file = file(folder, "people.csv", "email,email\u200B\na,b\n");

        assertThatThrownBy(() -> FileAdapter.csv(file, "email").get())
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("two columns have the name 'email'");
    }

    @Test
    void a_column_of_things_cannot_be_a_condition_even_if_it_looks_different() {
        FileAdapter csv = FileAdapter.csv(folder.resolve("people.csv"), "email");

        assertThatThrownBy(() -> csv.where(Map.of("email\u200B", "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_thing_keeps_its_spelling_and_only_such_things_have_a_position() throws Exception {
        Path file = file(folder, "people.csv", "email\n" + ANN + "\u200B\n" + BOB + "\n\n" + ANN + "\u200B\n");

        Listing listing = FileAdapter.csv(file, "email").get();

        assertThat(listing.things()).containsExactly(ANN + "\u200B", BOB);
        assertThat(listing.positions()).isEqualTo(Map.of(ANN + "\u200B", "line 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void a_line_with_one_is_removed_from_a_text_and_the_others_keep_their_bytes(String invisible) throws Exception {
        Path file = file(folder, "team.txt", BOB + "\n" + invisible + ANN + invisible + "  # left\n# end\n");
        FileAdapter team = FileAdapter.text(file);

        Report report = Sync.from(Sources.of(List.of(BOB))).syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).extracting(Outcome::thing).containsExactly(invisible + ANN + invisible);
        assertThat(content(file)).isEqualTo(BOB + "\n# end\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\uFEFF", "\u00AD", "\u2060"})
    void a_row_with_one_is_removed_from_a_csv_and_a_new_row_has_none(String invisible) throws Exception {
        Path file = file(
                folder,
                "team.csv",
                "email,team\n" + BOB + ",platform\n" + ANN + invisible + "," + invisible + "platform\n");
        FileAdapter team = FileAdapter.csv(file, "email").where(Map.of("team", "platform"));

        Report report = Sync.from(Sources.of(List.of(BOB, "cem@example.com" + invisible)))
                .syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo("email,team\n" + BOB + ",platform\ncem@example.com,platform\n");
    }

    @Test
    void a_person_with_lines_with_and_without_one_is_removed_from_all() throws Exception {
        Path file = file(folder, "team.txt", ANN + "\n" + BOB + "\n" + ANN + "\u200B\n");

        Report report =
                Sync.from(Sources.of(List.of(BOB))).guard(Guards.maxRemovals(2)).syncWith(FileAdapter.text(file));

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo(BOB + "\n");
    }

    @Test
    void a_person_who_joined_the_file_since_the_plan_is_already_there() throws Exception {
        Path file = file(folder, "team.txt", BOB + "\n");

        Report report = Asking.add(FileAdapter.text(file), ANN, BOB);

        assertThat(report.outcomes()).extracting(Outcome::alreadyThere).containsExactly(false, true);
        assertThat(content(file)).isEqualTo(BOB + "\n" + ANN + "\n");
    }

    @Test
    void a_text_of_copied_lines_has_blank_lines_comments_and_padding_as_they_look() throws Exception {
        Path file = file(
                folder,
                "team.txt",
                "\uFEFF# A\n" + ANN + "\n\uFEFF# B, appended with its byte-order mark\n\u200B\n \u200B " + BOB
                        + "\u200B \u200B# b\nissue\u200B#7\n");

        Listing listing = FileAdapter.text(file).get();

        assertThat(listing.things()).containsExactly(ANN, BOB + "\u200B", "issue\u200B#7");
        assertThat(listing.positions().values()).containsExactly("line 5", "line 6");
    }

    @Test
    void a_cell_of_nothing_visible_is_an_empty_cell() throws Exception {
        Path file = file(folder, "team.csv", "email\n\u200B\n" + ANN + "\n");

        Listing listing = FileAdapter.csv(file, "email").get();

        assertThat(listing.things()).containsExactly(ANN);
        assertThat(listing.leftOut()).isEqualTo(Map.of("empty cell", 1));
    }

    @Test
    void an_item_of_nothing_visible_is_an_error() {
        Path file = file(folder, "people.yaml", "- " + ANN + "\n- \"\u200B\"\n");

        assertThatThrownBy(() -> FileSource.yaml(file).get())
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void with_exact_matching_each_spelling_is_a_different_person() throws Exception {
        Path file = file(folder, "team.txt", ANN + "\u200B\n" + BOB + "\n");
        Sync sync = Sync.from(Sources.of(List.of(ANN, BOB))).matching(Matching.exact());

        Report report = sync.syncWith(FileAdapter.text(file));

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo(BOB + "\n" + ANN + "\n");
    }

    @Test
    void a_value_of_where_is_written_as_the_configuration_spells_it() throws Exception {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69"; // its parts are joined by an invisible character
        Path file = file(folder, "team.csv", "email,team\n");

        Asking.add(FileAdapter.csv(file, "email").where(Map.of("team", family)), ANN);

        assertThat(content(file)).isEqualTo("email,team\n" + ANN + "," + family + "\n");
    }
}
