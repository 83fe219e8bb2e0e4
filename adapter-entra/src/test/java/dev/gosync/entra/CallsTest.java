package dev.gosync.entra;

import static dev.gosync.entra.EntraFixture.people;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.testkit.Asking;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many calls a sync takes, on the fake. */
class CallsTest {
    private final EntraFixture fixture = new EntraFixture();
    private final EntraFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void the_example_of_the_readme_takes_7_calls() {
        fake.populate(1000, 5000);

        Report report = EntraFixture.sync(fixture.group(), people(25, 1025));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).hasSize(50);
        assertThat(fake.members()).containsExactlyElementsOf(people(25, 1025));
        assertThat(fake.calls())
                .as("the group, its members, one batch of lookups, one of additions, two of removals")
                .isEqualTo(Map.of("get group", 1, "list members", 2, "batch", 4));
    }

    @Test
    void nothing_to_do_takes_the_read_alone() {
        fake.populate(10, 20);

        EntraFixture.sync(fixture.group(), people(0, 10));

        assertThat(fake.calls()).isEqualTo(Map.of("get group", 1, "list members", 1));
    }

    @Test
    void a_group_by_its_name_takes_no_more() {
        fake.populate(10, 20);

        Report report = EntraFixture.sync(fixture.tenant.group(EntraFake.GROUP_NAME), people(1, 11));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("find group", 1, "list members", 1, "batch", 3));
    }

    @Test
    void four_hundred_are_added_in_one_call() {
        fake.populate(0, 400);

        Report report = Asking.add(fixture.group(), people(0, 400));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members()).hasSize(400);
        assertThat(fake.calls())
                .as("3 batches of lookups, 1 of additions")
                .isEqualTo(Map.of("get group", 1, "batch", 4));
    }

    @Test
    void one_who_spoils_the_twenty_takes_two_calls_more_and_the_pages_of_the_members() {
        fake.populate(0, 40);
        fake.join(List.of("person00007@example.com"));

        Report report = Asking.add(fixture.group(), people(0, 40));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members()).containsExactlyElementsOf(people(0, 40));
        assertThat(fake.calls())
                .as("the second 20 wait for the first, so they are sent again")
                .isEqualTo(Map.of("get group", 1, "batch", 1 + 1 + 1 + 1, "list members", 1));
    }

    @Test
    void the_users_of_a_tenant_take_a_call_for_each_999() throws Exception {
        fake.populate(0, 5000);

        assertThat(fixture.tenant.users().get().things()).hasSize(5000);

        assertThat(fake.calls()).isEqualTo(Map.of("list users", 6));
    }
}
