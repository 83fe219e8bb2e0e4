package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Plan;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhereTest {
    private static final String PEOPLE = """
            email,status,active
            ann@x,Member,True
            bob@x,Admin ,True
            cem@x,Guest,False
            dora@x,Deactivated,False
            eve@x,,True
            """;

    @TempDir
    Path folder;

    @Test
    void a_row_has_one_of_some_values() throws Exception {
        FileAdapter people = people().where("status", " Member", "Admin");

        assertThat(people.get()).isEqualTo(Listing.of(java.util.List.of("ann@x", "bob@x")));
        assertThat(people.name()).endsWith("(column email where status=Admin|Member)");
        add(people, "new@x");
        assertThat(content(folder.resolve("people.csv"))).isEqualTo(PEOPLE + "new@x,Member,\n");
    }

    @Test
    void a_row_has_none_of_some_values() throws Exception {
        FileAdapter people = people().whereNot("status", "Deactivated", "Guest");

        assertThat(people.get().things()).containsExactly("ann@x", "bob@x", "eve@x");
        assertThat(people.name()).endsWith("(column email where status!=Deactivated|Guest)");
        add(people, "new@x");
        assertThat(content(folder.resolve("people.csv"))).isEqualTo(PEOPLE + "new@x,,\n");
        assertThat(people.get().things()).contains("new@x");
    }

    @Test
    void all_conditions_must_hold_and_the_last_on_a_column_counts() throws Exception {
        assertThat(people().where("active", "True")
                        .whereNot("status", "Admin")
                        .get()
                        .things())
                .containsExactly("ann@x", "eve@x");
        assertThat(people().where("status", "Guest")
                        .where("status", "Admin")
                        .get()
                        .things())
                .containsExactly("bob@x");
        assertThatIllegalArgumentException().isThrownBy(() -> people().whereNot("email", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> people().where("status", new String[0]));
        assertThatThrownBy(() -> people().whereNot("statu", "x").get())
                .hasMessageContaining("no column 'statu'; did you mean 'status'?");
    }

    @Test
    void a_value_that_is_there_only_in_another_case_is_an_error() {
        misspelled(
                people().where("active", "true"),
                "where selects 'true', but active is 'True' 3 times and never 'true'");
        misspelled(
                people().where("status", "Member", "admin"),
                "where selects 'admin', but status is 'Admin' once and never 'admin'");
        misspelled(
                people().whereNot("status", "deactivated"),
                "where excludes 'deactivated', but status is 'Deactivated' once and never 'deactivated'");
        misspelled(
                FileAdapter.csv(file(folder, "b.csv", "email,team\nann@x,Team  A\n"), "email")
                        .where("team", "team a"),
                "where selects 'team a', but team is 'Team  A' once and never 'team a'");
    }

    @Test
    void another_spelling_that_is_listed_as_well_is_no_error() throws Exception {
        assertThat(people().where("active", "true", "True").get().things()).containsExactly("ann@x", "bob@x", "eve@x");
        assertThat(people().whereNot("status", "deactivated", "Deactivated")
                        .get()
                        .things())
                .hasSize(4);
    }

    @Test
    void conditions_that_nothing_meets_leave_an_empty_source_that_names_the_nearest_values() throws Exception {
        assertThat(people().where("status", "Membr").get().leftOut())
                .isEqualTo(Map.of("not selected by where: status is never 'Membr'; did you mean 'Member'?", 5));
        assertThat(people().where("status", "x", "Retired").get().leftOut())
                .isEqualTo(Map.of(
                        "not selected by where: status is never 'x' or 'Retired'; known are: Admin, Deactivated, Guest,"
                                + " Member",
                        5));
        assertThat(people().where("status", "Guest")
                        .where("active", "True")
                        .get()
                        .leftOut())
                .isEqualTo(Map.of("not selected by where: nothing meets all of its conditions", 5));
        assertThat(FileAdapter.csv(file(folder, "b.csv", "email,team\na,x\n"), "email")
                        .whereNot("team", "x")
                        .get()
                        .leftOut())
                .isEqualTo(Map.of("not selected by where: team is always 'x'", 1));
        assertThat(FileAdapter.csv(file(folder, "c.csv", "email,team\n"), "email")
                        .where("team", "x")
                        .get()
                        .leftOut())
                .isEmpty();
    }

    @Test
    void a_plan_from_such_a_source_is_refused_and_shows_the_hint() throws Exception {
        FileAdapter team = FileAdapter.text(file(folder, "team.txt", "ann@x\n"));

        Plan plan = Sync.from(people().where("status", "Membr")).plan(team);

        assertThat(plan.objections()).isNotEmpty();
        assertThat(plan.toString())
                .contains("5 not selected by where: status is never 'Membr'; did you mean 'Member'?")
                .contains("no member was read from");
    }

    @Test
    void many_different_values_are_cut() throws Exception {
        StringBuilder rows = new StringBuilder("email,id\n");
        for (int i = 0; i < 20_000; i++) {
            rows.append("p").append(i).append("@x,").append(100_000 + i).append('\n');
        }
        FileAdapter ids = FileAdapter.csv(file(folder, "ids.csv", rows.toString()), "email");

        assertThat(ids.where("id", "none").get().leftOut().keySet())
                .singleElement()
                .asString()
                .endsWith("known are: 100000, 100001, 100002, 100003, 100004, 100005, 100006, 100007 and many more");
    }

    private FileAdapter people() {
        return FileAdapter.csv(file(folder, "people.csv", PEOPLE), "email");
    }

    private static void misspelled(Source source, String problem) {
        assertThatThrownBy(source::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.problem()).isEqualTo(problem);
            assertThat(e.remedy()).isEqualTo("Correct where in the configuration, or the file. Case counts.");
        });
    }
}
