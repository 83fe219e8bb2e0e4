package dev.gosync.google;

import static dev.gosync.google.GoogleFixture.people;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleUsersTest {
    private final GoogleFake fake = new GoogleFake();
    private final GoogleWorkspace workspace = GoogleFixture.workspace(fake);

    @AfterEach
    void close() {
        workspace.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "500, 1", "501, 2", "1000, 2", "1001, 3"})
    void users_are_read_500_at_a_time(int users, int calls) throws Exception {
        fake.introduce(people(0, users));

        Listing listing = workspace.usersOfDomain("example.com").get();

        assertThat(listing.things()).containsExactlyElementsOf(people(0, users));
        assertThat(fake.calls()).isEqualTo(Map.of("users.list", calls));
    }

    @Test
    void a_domain_has_its_own_users_only() throws Exception {
        fake.introduce(List.of("ann@example.com", "bob@example.org"));

        assertThat(workspace.usersOfDomain("example.org").get().things()).containsExactly("bob@example.org");
        assertThat(workspace.usersOfDomain("example.org").name()).isEqualTo("Google users of example.org");
        Assertions.assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> workspace.usersOfDomain("example.net").get())
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void an_organizational_unit_has_the_users_below_it_but_not_those_of_units_with_a_similar_name() throws Exception {
        fake.introduce(List.of("root@example.com"));
        fake.move(List.of("ann@example.com"), "/Sales");
        fake.move(List.of("bob@example.com"), "/Sales/O'Hara's \\ team");
        fake.move(List.of("cem@example.com"), "/Salesforce");

        assertThat(workspace.usersOfOrgUnit("/Sales").get().things())
                .containsExactly("ann@example.com", "bob@example.com");
        assertThat(workspace.usersOfOrgUnit("/Sales/O'Hara's \\ team").get().things())
                .containsExactly("bob@example.com");
        assertThat(workspace.usersOfOrgUnit("/").get().things()).hasSize(4);
    }

    @Test
    void a_unit_whose_name_looks_like_a_query_finds_nobody_else() throws Exception {
        fake.introduce(List.of("ann@example.com"));

        assertThat(workspace
                        .usersOfOrgUnit("/x' isSuspended=false email='ann@example.com")
                        .get()
                        .things())
                .isEmpty();
    }

    @Test
    void a_query_goes_to_google_as_it_is() throws Exception {
        fake.introduce(List.of("ann@example.com", "bob@example.com"));

        assertThat(workspace.usersMatching("email=bob@example.com").get().things())
                .containsExactly("bob@example.com");
        assertThat(fake.received().get(0).query("customer")).contains("my_customer");
        assertThat(fake.received().get(0).query("query")).contains("email=bob@example.com");
    }

    @Test
    void a_query_for_admins_finds_admins() throws Exception {
        fake.introduce(List.of("ann@example.com", "bob@example.com"));
        fake.promote("bob@example.com", "Manager");

        assertThat(workspace.usersMatching("isAdmin=true").get().things()).containsExactly("bob@example.com");
        assertThat(workspace
                        .usersMatching("isAdmin=true orgTitle:Manager")
                        .get()
                        .things())
                .containsExactly("bob@example.com");
    }

    @Test
    void suspended_and_archived_users_are_left_out_unless_they_are_asked_for() throws Exception {
        fake.introduce(List.of("ann@example.com"));
        fake.suspend(List.of("bob@example.com", "both@example.com"));
        fake.archive(List.of("cem@example.com", "both@example.com"));
        GoogleUsers users = workspace.usersOfDomain("example.com");

        assertThat(users.get().things()).containsExactly("ann@example.com");
        assertThat(users.get().leftOut()).isEqualTo(Map.of("suspended", 2, "archived", 1));
        assertThat(users.withSuspended().get().things()).containsExactly("ann@example.com", "bob@example.com");
        assertThat(users.withArchived().get().things()).containsExactly("ann@example.com", "cem@example.com");
        assertThat(users.withSuspended().withArchived().get().things()).hasSize(4);
        assertThat(users.withSuspended().withArchived().get().leftOut()).isEmpty();
    }

    @Test
    void other_addresses_of_users_are_aliases() throws Exception {
        fake.introduce(List.of("ann@example.com", "bob@example.com"));
        fake.alias("ann@example.com", "a.smith@example.com", "ann@example.org");

        assertThat(workspace.usersOfDomain("example.com").get().aliases())
                .isEqualTo(Map.of("a.smith@example.com", "ann@example.com", "ann@example.org", "ann@example.com"));
    }

    @Test
    void users_are_not_a_destination() {
        assertThat(workspace.usersOfDomain("example.com")).isNotInstanceOf(Adapter.class);
    }
}
