package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    private static final String ROSTER = """
            name,email,team
            Ann,ann@x,platform
            "Bob ""the builder"", jun.",bob@x,web
            "Two
            lines",cem@x, platform\s
            Dora,,platform
            Eve,"  eve@x ",platform
            Fay,,web
            Ann again,ann@x,platform

            """;

    @TempDir
    Path folder;

    @Test
    void reads_one_column_and_counts_the_rows_without_one() throws Exception {
        Path file = file(folder, "roster.csv", ROSTER);

        Listing listing = FileAdapter.csv(file, "email").get();

        assertThat(listing.things()).containsExactly("ann@x", "bob@x", "cem@x", "eve@x");
        assertThat(listing.leftOut()).isEqualTo(Map.of("empty cell", 2));
    }

    @Test
    void reads_only_the_rows_that_are_selected() throws Exception {
        Path file = file(folder, "roster.csv", ROSTER);

        Listing listing =
                FileAdapter.csv(file, "email").where(Map.of("team", "platform")).get();

        assertThat(listing.things()).containsExactly("ann@x", "cem@x", "eve@x");
        assertThat(listing.leftOut()).isEqualTo(Map.of("empty cell", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void reads_every_line_ending_with_and_without_a_byte_order_mark(String lineEnding) throws Exception {
        String content = "email,name\nann@x,\"a\nb\"\n\nbob@x,c".replace("\n", lineEnding);

        assertThat(FileAdapter.csv(file(folder, "a.csv", content), "email")
                        .get()
                        .things())
                .containsExactly("ann@x", "bob@x");
        assertThat(FileAdapter.csv(file(folder, "b.csv", "\uFEFF" + content + lineEnding), "email")
                        .get()
                        .things())
                .containsExactly("ann@x", "bob@x");
    }

    @Test
    void removes_every_selected_row_of_a_thing_and_keeps_all_other_bytes() {
        Path file = file(folder, "roster.csv", ROSTER);
        FileAdapter platform = FileAdapter.csv(file, "email").where(Map.of("team", "platform"));

        Report report = remove(platform, "ann@x", "bob@x", "cem@x");

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo("""
                        name,email,team
                        "Bob ""the builder"", jun.",bob@x,web
                        Dora,,platform
                        Eve,"  eve@x ",platform
                        Fay,,web

                        """);
    }

    @Test
    void adds_rows_with_the_thing_and_the_values_of_where() {
        Path file = file(folder, "roster.csv", "\uFEFF\"na,me\",email,team,\"the \"\"site\"\"\"\r\nX,x@x,web,B");
        Map<String, String> where = Map.of("team", "plat,form", "the \"site\"", "\"Bern\"");

        add(FileAdapter.csv(file, "email").where(where), "x@x", "new@x");

        assertThat(content(file))
                .isEqualTo("\uFEFF\"na,me\",email,team,\"the \"\"site\"\"\"\r\nX,x@x,web,B\r\n"
                        + ",new@x,\"plat,form\",\"\"\"Bern\"\"\"\r\n"
                        + ",x@x,\"plat,form\",\"\"\"Bern\"\"\"\r\n");
    }

    @Test
    void quotes_things_that_need_it_and_alters_none() throws Exception {
        Path file = file(folder, "roster.csv", "email\n");
        List<String> things = List.of("+41@x", "=1+1", "a \"b\" c", "a, b", "two\nlines", "x;y");

        add(FileAdapter.csv(file, "email"), things.toArray(String[]::new));

        assertThat(content(file)).isEqualTo("email\n+41@x\n=1+1\n\"a \"\"b\"\" c\"\n\"a, b\"\n\"two\nlines\"\nx;y\n");
        assertThat(FileAdapter.csv(file, "email").get().things()).containsExactlyElementsOf(things);
    }

    @Test
    void reads_and_writes_other_separators() throws Exception {
        Path file = file(folder, "roster.csv", "Name;E-Mail\nMeier, Ann;ann@x\n");
        FileAdapter adapter = FileAdapter.csv(file, "E-Mail").separator(';');

        add(adapter, "bob@x", "c;d");

        assertThat(content(file)).isEqualTo("Name;E-Mail\nMeier, Ann;ann@x\n;bob@x\n;\"c;d\"\n");
        assertThat(adapter.get().things()).containsExactly("ann@x", "bob@x", "c;d");
        assertThatThrownBy(() -> FileAdapter.csv(file, "E-Mail").get())
                .hasMessageContaining("line 1: there is no column 'E-Mail'")
                .hasMessageContaining("set separator");
    }

    @Test
    void a_second_time_changes_nothing_and_does_not_write() throws IOException {
        Path file = file(folder, "roster.csv", ROSTER);
        FileAdapter adapter = FileAdapter.csv(file, "email").where(Map.of("team", "web"));
        Asking.change(adapter, Mode.REMOVE_ADD, List.of("new@x"), List.of("bob@x"));
        String once = content(file);
        Object identity = Files.readAttributes(file, "unix:ino,ctime,lastModifiedTime");

        Report report = Asking.change(adapter, Mode.REMOVE_ADD, List.of("new@x"), List.of("bob@x"));

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo(once);
        assertThat(Files.readAttributes(file, "unix:ino,ctime,lastModifiedTime"))
                .isEqualTo(identity);
    }

    @Test
    void a_thing_with_a_carriage_return_is_refused() {
        Path file = file(folder, "roster.csv", "email\n");

        Report report = add(FileAdapter.csv(file, "email"), "a\rb", "c@x");

        assertThat(report.count(Outcome.State.FAILED)).isEqualTo(1);
        assertThat(content(file)).isEqualTo("email\nc@x\n");
    }

    @Test
    void a_created_file_gets_a_header() throws Exception {
        Map<String, String> where = new LinkedHashMap<>();
        where.put("team", "platform");
        where.put("site", "Bern");
        FileAdapter adapter =
                FileAdapter.csv(folder.resolve("new.csv"), "email").where(where).create();

        Listing before = adapter.get();
        add(adapter, "ann@x");

        assertThat(before.things()).isEmpty();
        assertThat(content(folder.resolve("new.csv"))).isEqualTo("email,team,site\nann@x,platform,Bern\n");
        assertThat(adapter.get().things()).containsExactly("ann@x");
    }

    @Test
    void an_empty_file_has_no_header_without_create() {
        Path file = file(folder, "roster.csv", "");

        assertThatThrownBy(() -> FileAdapter.csv(file, "email").get())
                .hasMessageContaining("line 1: the header is missing")
                .hasMessageContaining("Add a header with the column email.");
        assertThat(add(FileAdapter.csv(file, "email").create(), "ann@x").isClean())
                .isTrue();
        assertThat(content(file)).isEqualTo("email\nann@x\n");
    }

    @Test
    void a_file_with_only_a_header_has_no_things_and_can_get_some() throws Exception {
        Path file = file(folder, "roster.csv", "name,email");

        assertThat(FileAdapter.csv(file, "email").get()).isEqualTo(Listing.of(List.of()));
        add(FileAdapter.csv(file, "email"), "ann@x");

        assertThat(content(file)).isEqualTo("name,email\n,ann@x\n");
    }

    @Test
    void an_unknown_column_is_an_error_that_names_the_nearest_or_all() {
        Path file = file(folder, "roster.csv", ROSTER);

        assertThatThrownBy(() -> FileAdapter.csv(file, "Email").get())
                .isInstanceOfSatisfying(AdapterException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
                    assertThat(e.problem()).isEqualTo("line 1: there is no column 'Email'; did you mean 'email'?");
                });
        assertThatThrownBy(() -> FileAdapter.csv(file, "login").get())
                .hasMessageContaining("line 1: there is no column 'login'; known are: email, name, team");
        assertThatThrownBy(() -> FileAdapter.csv(file, "email")
                        .where(Map.of("teams", "x"))
                        .get())
                .hasMessageContaining("no column 'teams'; did you mean 'team'?");
    }

    @Test
    void invalid_csv_is_an_error_with_its_line_and_nothing_is_written() throws IOException {
        malformed("email,email\na,b\n", "line 1: two columns have the name 'email'");
        malformed("name,email\na,b\n\na,b,c\n", "line 4: the row has 3 cells, but the header has 2");
        malformed("name,email\n\"a\nb\",b\na\n", "line 4: the row has 1 cells, but the header has 2");
        malformed("name,email\na,b\n\"a\nb,c\n", "line 3: invalid CSV: Unclosed quoted field");
        malformed("name,email\na,b\n\"a\"b,c\n", "line 3: invalid CSV: Unexpected character after closing quote");
        malformed("name,email\na,b\na\0,c\n", "line 3: a zero byte");
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "name,email\nAnn,ann@x\nZo\u00eb,zoe@x\n".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> FileAdapter.csv(latin, "email").get())
                .hasMessageContaining("line 3: bytes that are not UTF-8");
    }

    private void malformed(String content, String problem) {
        Path file = file(folder, "malformed.csv", content);
        FileAdapter adapter = FileAdapter.csv(file, "email");

        assertThatThrownBy(adapter::get).hasMessageContaining(problem);
        Report report = Asking.change(adapter, Mode.REMOVE_ADD, List.of("new@x"), List.of("b"));

        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains(problem));
        assertThat(report.count(Outcome.State.NOT_STARTED)).isEqualTo(2);
        assertThat(content(file)).isEqualTo(content);
    }

    @Test
    void any_change_of_any_file_keeps_all_other_bytes() throws Exception {
        Random random = new Random(4180);
        String[] notes = {
            "",
            "x",
            "\"\"",
            "\"a,b\"",
            "\"a\nb\"",
            "\"a\r\nb\"",
            "\"a\rb\nc\"",
            "\"\"\"q\"\"\"",
            "\"\n\n\"",
            "caf\u00e9",
            "in \"quotes\"",
            "\"\r\r\n\"",
            " pad ",
            "#",
            "\"\r\"",
            "\ud83d\ude00"
        };
        String[] mails = {"ann@x", " bob@x ", "\"cem@x\"", "", "\"\"", "\" dora@x\"", "zo\u00eb@x"};
        String[] teams = {"web", " web", "\"web\"", "ops"};
        List<String> things = List.of("ann@x", "bob@x", "cem@x", "dora@x", "zo\u00eb@x", "new@x");
        for (int round = 0; round < 500; round++) {
            List<String> rows = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            for (int i = random.nextInt(10); i > 0; i--) {
                String lineEnding = random.nextBoolean() ? "\n" : random.nextBoolean() ? "\r\n" : "\r";
                if (random.nextInt(6) == 0) {
                    rows.add("\r\n"); // after a carriage return, a line feed alone would be part of the line ending
                    keys.add("");
                    continue;
                }
                String mail = mails[random.nextInt(mails.length)];
                String team = teams[random.nextInt(teams.length)];
                rows.add(notes[random.nextInt(notes.length)] + "," + mail + "," + team + ","
                        + notes[random.nextInt(notes.length)] + lineEnding);
                keys.add(team.contains("web") ? mail.replace("\"", "").strip() : "");
            }
            String header = (random.nextBoolean() ? "\uFEFF" : "") + "note,email,team,\"more\nnotes\"\n";
            String removal = things.get(random.nextInt(things.size()));
            String addition = things.get(random.nextInt(things.size()));
            if (removal.equals(addition)) {
                continue;
            }
            Path file = file(folder, "any.csv", header + String.join("", rows));
            FileAdapter web = FileAdapter.csv(file, "email").where(Map.of("team", "web"));

            Asking.change(web, Mode.REMOVE_ADD, List.of(addition), List.of(removal));

            StringBuilder expected = new StringBuilder(header);
            for (int i = 0; i < rows.size(); i++) {
                expected.append(keys.get(i).equals(removal) ? "" : rows.get(i));
            }
            if (!keys.contains(addition)) {
                expected.append(expected.charAt(expected.length() - 1) == '\r' ? "\n" : "");
                expected.append("," + addition + ",web,\n");
            }
            assertThat(content(file))
                    .as("round %d: %s without %s, with %s", round, rows, removal, addition)
                    .isEqualTo(expected.toString());
            Set<String> left = web.get().things();
            assertThat(left).contains(addition).doesNotContain(removal);
        }
    }
}
