package dev.gosync.file;

import static dev.gosync.file.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Asking;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    @TempDir
    Path folder;

    @Test
    void is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .filteredOn(provider -> provider.type().equals("file"))
                .singleElement()
                .isInstanceOf(FileProvider.class);
    }

    @ParameterizedTest
    @CsvSource({
        "team.txt, ann@x",
        "team, ann@x",
        "TEAM.CSV, bob@x",
        "team.json, cem@x",
        "team.YAML, dora@x",
        "team.yml, dora@x"
    })
    void takes_the_format_from_the_name_and_a_relative_path_from_the_configuration(String name, String thing)
            throws Exception {
        String content = switch (thing) {
            case "ann@x" -> "ann@x\n";
            case "bob@x" -> "id,mail\n1,bob@x\n";
            case "cem@x" -> "[\"cem@x\"]";
            default -> "- dora@x\n";
        };
        file(folder, name, content);
        Map<String, Object> keys =
                thing.equals("bob@x") ? Map.of("path", name, "column", "mail") : Map.of("path", name);

        Source source = create(keys);

        assertThat(source.get().things()).containsExactly(thing);
        assertThat(source instanceof Adapter).isEqualTo(thing.startsWith("ann") || thing.startsWith("bob"));
    }

    @Test
    void makes_the_same_places_as_the_typed_factories() {
        Path csv = folder.resolve("roster.txt");

        assertThat(create(Map.of(
                                "path", "roster.txt",
                                "format", "csv",
                                "column", "email",
                                "separator", "tab",
                                "where", Map.of("team", "web", "site", "Bern"),
                                "create", true))
                        .name())
                .isEqualTo(FileAdapter.csv(csv, "email")
                        .separator('\t')
                        .where(Map.of("site", "Bern", "team", "web"))
                        .create()
                        .name())
                .isEqualTo("file " + csv + " (column email where site=Bern, team=web)");
        assertThat(create(Map.of("path", "teams.yaml", "at", "teams.example\\.com"))
                        .name())
                .isEqualTo("file " + folder.resolve("teams.yaml") + " (at teams.example\\.com)");
    }

    @Test
    void creates_without_touching_the_file() throws Exception {
        assertThat(create(Map.of("path", "none.txt"))).isInstanceOf(FileAdapter.class);
        assertThat(((FileAdapter) create(Map.of("path", "none.txt", "create", "true")))
                        .get()
                        .things())
                .isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void all_keys_that_cannot_be_combined_are_named() {
        assertThat(faults(
                        Map.of("path", "a.txt", "column", "c", "where", Map.of("a", "b"), "separator", ";", "at", "x")))
                .extracting(Fault::key)
                .containsExactly("column", "where", "separator", "at");
        assertThat(faults(Map.of("path", "a.yaml", "column", "c", "at", "a..b", "create", true)))
                .extracting(Fault::toString)
                .containsExactly(
                        "column: is for csv, but the format of this file is yaml; remove the key, or set format",
                        "at: has an empty key in 'a..b'; write it like teams.platform.members",
                        "create: is for text and csv; a yaml file is read-only");
        assertThat(faults(Map.of("path", "a.csv")))
                .extracting(Fault::toString)
                .containsExactly("column: is missing: the column with the members");
        assertThat(faults(Map.of("path", "a.csv", "column", "mail", "where", Map.of("mail ", "x"))))
                .extracting(Fault::toString)
                .containsExactly("where: must not contain 'mail', the column with the members");
        assertThat(faults(Map.of("format", "cvs", "pth", "x")))
                .extracting(Fault::key)
                .contains("format", "pth", "path");
    }

    @Test
    void the_keys_for_real_files_are_passed_on() throws Exception {
        Files.write(
                folder.resolve("report.csv"),
                "Title\nmail|state\nzo\u00eb@x|Member\nann@x\nbob@x|Gone\n\nTotal"
                        .getBytes(Charset.forName("windows-1252")));

        Source report = create(Map.of(
                "path", "report.csv",
                "encoding", "windows-1252",
                "column", "mail",
                "separator", "|",
                "header-row", "2",
                "until-blank", true,
                "short-rows", true,
                "where", Map.of("state", Map.of("not", List.of("Gone", "Lost")))));

        assertThat(report.get().things()).containsExactly("zo\u00eb@x", "ann@x");
        assertThat(report.name()).endsWith("report.csv (column mail where state!=Gone|Lost)");
        assertThat(Asking.add((Adapter) report, "\u738b").isClean()).isFalse();
        Asking.add((Adapter) report, "cem@x");
        assertThat(Files.readAllBytes(folder.resolve("report.csv")))
                .isEqualTo("Title\nmail|state\nzo\u00eb@x|Member\nann@x\nbob@x|Gone\ncem@x|\n\nTotal"
                        .getBytes(Charset.forName("windows-1252")));
        assertThat(create(Map.of(
                                "path", "report.csv",
                                "column", "a",
                                "where", Map.of("b", List.of("x", "y"), "a.b", 1)))
                        .name())
                .endsWith("(column a where a.b=1, b=x|y)");
        assertThat(create(Map.of("path", "a.ndjson", "at", "a.b", "where", Map.of("c", true)))
                        .name())
                .endsWith("a.ndjson (at a.b where c=true)");
    }

    @Test
    void a_place_that_can_only_be_read_is_no_adapter() {
        assertThat(create(Map.of("path", "-"))).isInstanceOf(FileSource.class);
        assertThat(create(Map.of("path", "-", "format", "csv", "column", "a")).name())
                .isEqualTo("standard input (column a)");
        assertThat(create(Map.of("path", "./-"))).isInstanceOf(FileAdapter.class);
        assertThat(create(Map.of("path", "a.txt", "encoding", "iso-2022-cn"))).isInstanceOf(FileSource.class);
        assertThat(create(Map.of("path", "a.jsonl"))).isInstanceOf(FileSource.class);
    }

    @Test
    void all_faults_of_the_keys_for_real_files_are_named() {
        assertThat(faults(Map.of(
                        "path", "a.csv",
                        "encoding", "wndows-1252",
                        "column", "mail",
                        "header-row", 0,
                        "where", Map.of("mail", List.of("a")),
                        "at", "x")))
                .extracting(Fault::toString)
                .containsExactlyInAnyOrder(
                        "at: is for yaml, json and jsonl, but the format of this file is csv; remove the key, or set"
                                + " format",
                        "encoding: cannot be 'wndows-1252'; did you mean 'windows-1252'?",
                        "where: must not contain 'mail', the column with the members",
                        "header-row: must be at least 1, the first line of the file");
        assertThat(faults(Map.of(
                        "path",
                        "a.jsonl",
                        "header-row",
                        1,
                        "until-blank",
                        true,
                        "short-rows",
                        true,
                        "at",
                        "a[0].b",
                        "where",
                        Map.of("c..d", 1, ".e", 2),
                        "create",
                        true)))
                .extracting(Fault::toString)
                .containsExactlyInAnyOrder(
                        "header-row: is for csv, but the format of this file is jsonl; remove the key, or set format",
                        "until-blank: is for csv, but the format of this file is jsonl; remove the key, or set format",
                        "short-rows: is for csv, but the format of this file is jsonl; remove the key, or set format",
                        "at: has a '[' without ']' in 'a[0].b'; [] means every item of a list, like members[]",
                        "where: has an empty key in 'c..d'; write it like teams.platform.members",
                        "create: is for text and csv; a jsonl file is read-only");
        assertThat(faults(Map.of("path", "-", "create", true, "where", Map.of("a", "b"), "encoding", "klingon")))
                .extracting(Fault::toString)
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).startsWith("where: is for csv, yaml, json and jsonl, but"),
                        fault -> assertThat(fault).startsWith("encoding: cannot be 'klingon'; known are: big5, euc-jp"),
                        fault -> assertThat(fault).isEqualTo("create: cannot be used with standard input"));
        assertThat(faults(Map.of("path", "a.txt", "create", true, "encoding", "iso-2022-cn")))
                .extracting(Fault::toString)
                .containsExactly("create: cannot be used with this encoding, which the JDK can only read");
    }

    @Test
    void typed_factories_name_a_null_argument() {
        Path path = folder.resolve("a.csv");

        assertThatNullPointerException()
                .isThrownBy(() -> FileAdapter.text(null))
                .withMessage("path");
        assertThatNullPointerException()
                .isThrownBy(() -> FileAdapter.csv(null, "a"))
                .withMessage("path");
        assertThatNullPointerException()
                .isThrownBy(() -> FileAdapter.csv(path, null))
                .withMessage("column");
        assertThatNullPointerException()
                .isThrownBy(() -> FileAdapter.csv(path, "a").where(null))
                .withMessage("values");
        assertThatNullPointerException().isThrownBy(() -> FileSource.yaml(null)).withMessage("path");
        assertThatNullPointerException()
                .isThrownBy(() -> FileSource.json(path, null))
                .withMessage("at");
    }

    @Test
    void typed_factories_refuse_invalid_arguments() {
        Path path = folder.resolve("a.csv");

        assertThatThrownBy(() -> FileAdapter.csv(path, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileAdapter.csv(path, "a").where(Map.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileAdapter.csv(path, "a").separator('"'))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileAdapter.text(path).where(Map.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> FileAdapter.text(path).separator(';')).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> FileSource.json(path, "a.")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_place_has_one_name_for_all_spellings_of_its_path() {
        assertThat(FileAdapter.text(Path.of("out/platform.txt")).name()).isEqualTo("file out/platform.txt");
        assertThat(FileAdapter.text(Path.of("./a/../out/platform.txt")).name()).isEqualTo("file out/platform.txt");
        assertThat(FileAdapter.text(Path.of("out/platform.txt").toAbsolutePath())
                        .name())
                .isEqualTo("file out/platform.txt");
        assertThat(FileAdapter.text(Path.of("/etc/../etc/team")).name()).isEqualTo("file /etc/team");
        assertThat(FileAdapter.csv(Path.of("roster.csv"), " email ")
                        .where(Map.of("team", " platform "))
                        .name())
                .isEqualTo("file roster.csv (column email where team=platform)");
        assertThat(FileSource.yaml(Path.of("teams.yaml"), "teams.platform"))
                .hasToString("file teams.yaml (at teams.platform)");
    }

    @Test
    void a_file_has_one_name_for_all_links_to_it() throws Exception {
        Path team = file(folder, "team.txt", "");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), team);
        Path here = Files.createSymbolicLink(folder.resolve("here"), folder);

        String name = FileAdapter.text(team).name();

        assertThat(FileAdapter.text(link).name()).isEqualTo(name);
        assertThat(FileAdapter.text(here.resolve("team.txt")).name()).isEqualTo(name);
        assertThat(FileAdapter.text(here.resolve("new.txt")).name())
                .isEqualTo(FileAdapter.text(folder.resolve("new.txt")).name());
    }

    @Test
    void nothing_depends_on_the_locale() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            Path file = file(folder, "MEMBERS.YAML", "- IDA@X\n");
            Path text = file(folder, "team.txt", "IDA@X\n");

            assertThat(create(Map.of("path", "MEMBERS.YAML")).get().things()).containsExactly("IDA@X");
            assertThat(file).exists();
            Asking.remove(FileAdapter.text(text), "IDA@X");
            assertThat(TestFiles.content(text)).isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }

    private Source create(Map<String, ?> keys) {
        FileProvider provider = new FileProvider();
        return provider.create(
                Config.of(provider.type(), provider.keys(), keys, new Config.Scope(folder, Retry.standard())));
    }

    private List<Fault> faults(Map<String, ?> keys) {
        try {
            create(keys);
        } catch (ConfigException e) {
            return e.faults();
        }
        throw new AssertionError("There was nothing wrong with " + keys);
    }
}
