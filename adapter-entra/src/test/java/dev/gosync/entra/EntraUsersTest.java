package dev.gosync.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntraUsersTest {
    private final EntraFixture fixture = new EntraFixture();
    private final EntraFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private void users() {
        fake.introduce(List.of("ann@example.com", "bob@example.com", "guest@other.example"));
        fake.user("ann@example.com").department = "Platform";
        fake.user("bob@example.com").enabled = false;
        fake.user("guest@other.example").type = "Guest";
    }

    @Test
    void guests_and_disabled_accounts_are_left_out_unless_they_are_asked_for() throws Exception {
        users();

        Listing usual = fixture.tenant.users().get();
        EntraUsers all = fixture.tenant.users().includingGuests().includingDisabled();

        assertThat(usual.things()).containsExactly("ann@example.com");
        assertThat(usual.leftOut()).isEqualTo(Map.of("guest", 1, "disabled", 1));
        assertThat(all.get().things())
                .containsExactlyInAnyOrder("ann@example.com", "bob@example.com", "guest@other.example");
        assertThat(all.name())
                .contains("guests", "disabled")
                .isNotEqualTo(fixture.tenant.users().name());
    }

    @Test
    void a_filter_is_sent_as_it_is() throws Exception {
        users();

        assertThat(fixture.tenant.users("department eq 'Platform'").get().things())
                .containsExactly("ann@example.com");
        assertThat(fake.received())
                .noneMatch(request -> request.header("ConsistencyLevel").isPresent());
    }

    @Test
    void an_advanced_filter_gets_the_count_and_the_consistency_level_that_it_needs() throws Exception {
        users();

        EntraUsers others = fixture.tenant.users("department ne 'Platform'").includingGuests();

        assertThat(others.get().things()).containsExactly("guest@other.example");
        assertThat(fixture.tenant.users("endsWith(mail,'@example.com')").get().things())
                .containsExactly("ann@example.com");
        assertThat(fake.received())
                .hasSize(2)
                .allMatch(request -> request.header("ConsistencyLevel").isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "department NE 'x'",
                "not startsWith(displayName,'x')",
                "NOT(accountEnabled eq true)",
                "endswith(mail,'x')",
                "mail eq null",
                "assignedLicenses/$count eq 0",
                "officeLocation eq 'x'"
            })
    void advanced_filters_are_recognized(String filter) {
        assertThat(new UserFilter(filter).isAdvanced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "department eq 'not ne endsWith('",
                "department eq 'O''Brien ne'",
                "startsWith(displayName,'x')",
                "accountEnabled eq true and userType eq 'Member'"
            })
    void values_in_quotes_and_plain_filters_are_not_advanced(String filter) {
        assertThat(new UserFilter(filter).isAdvanced()).isFalse();
    }

    @Test
    void a_missing_permission_is_an_error_and_no_empty_list() {
        users();
        fake.tenant.hidesUsers = true;

        assertThatThrownBy(() -> fixture.tenant.users().get())
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION));
    }
}
