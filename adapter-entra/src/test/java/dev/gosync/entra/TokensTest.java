package dev.gosync.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How tokens are got with msal4j, whose requests our own client makes. */
class TokensTest {
    private final TestTenant test = new TestTenant(TestTenant.app());
    private final EntraFake fake = test.fake;

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void an_app_with_a_secret_gets_one_token_for_all_calls() throws Exception {
        fake.join(List.of("ann@example.com"));

        assertThat(test.group().get().things()).containsExactly("ann@example.com");
        test.tenant.users().get();

        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "get group", 1, "list members", 1, "list users", 1));
        assertThat(test.group().name())
                .isEqualTo("Entra group " + EntraFake.GROUP + " (tenant contoso.onmicrosoft.com)");
    }

    @Test
    void a_token_is_renewed_before_it_ends() throws Exception {
        test.group().get();
        test.time.pass(Duration.ofMinutes(50));
        test.group().get();
        assertThat(fake.calls()).containsEntry("token", 1);

        test.time.pass(Duration.ofMinutes(6));
        test.group().get();

        assertThat(fake.calls()).containsEntry("token", 2);
    }

    @Test
    void a_token_that_graph_refuses_is_not_used_again() throws Exception {
        test.group().get();
        fake.endTokens();

        assertThatThrownBy(() -> test.group().get()).hasMessageContaining("AUTHENTICATION");
        assertThat(test.group().get().things()).isEmpty();
    }

    @Test
    void a_wrong_secret_is_one_clear_failure_that_does_not_show_it() {
        String wrong = "wr0ng-secret-value";
        EntraTenant tenant = test.another(EntraCredentials.clientSecret(EntraFake.TENANT, EntraFake.CLIENT, wrong));

        assertThatThrownBy(() -> tenant.group(EntraFake.GROUP).get())
                .isInstanceOfSatisfying(AdapterException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.AUTHENTICATION);
                    assertThat(e.problem()).contains("AADSTS7000215");
                    assertThat(e.remedy()).contains("secret");
                    assertThat(e.toString()).doesNotContain(wrong);
                });
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1));
        tenant.close();
    }

    @Test
    void a_busy_token_endpoint_is_asked_again_when_it_says() throws Exception {
        fake.inject(Fault.rateLimited(Duration.ofSeconds(9)).times(1));

        test.group().get();

        assertThat(test.time.waits()).containsExactly(Duration.ofSeconds(9));
        assertThat(fake.calls()).as("one attempt is one request").containsEntry("token", 2);
    }

    @Test
    void tokens_of_the_callers_own_may_fail() {
        EntraTenant tenant = test.another(EntraCredentials.tokens(() -> {
            throw new IOException("no token for " + Conditions.SECRET.substring(0, 3));
        }));

        assertThatThrownBy(() -> tenant.group(EntraFake.GROUP).get())
                .hasMessageContaining("get token")
                .hasMessageContaining("UNAVAILABLE");
        tenant.close();
    }

    @Test
    void nothing_shows_the_secret() {
        assertThat(TestTenant.app()).hasToString("Entra credentials of contoso.onmicrosoft.com");
        assertThat(test.tenant.toString() + test.group()).doesNotContain(Conditions.SECRET);
    }
}
