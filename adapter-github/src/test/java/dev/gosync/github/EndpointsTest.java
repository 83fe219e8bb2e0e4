package dev.gosync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.github.com, https://api.github.com/orgs/a, https://api.github.com/graphql, ''",
        "https://github.com, https://api.github.com/orgs/a, https://api.github.com/graphql, ''",
        "https://ghe.x.org, https://ghe.x.org/api/v3/orgs/a, https://ghe.x.org/api/graphql, ghe.x.org",
        "https://ghe.x.org/, https://ghe.x.org/api/v3/orgs/a, https://ghe.x.org/api/graphql, ghe.x.org",
        "https://ghe.x.org/api/v3, https://ghe.x.org/api/v3/orgs/a, https://ghe.x.org/api/graphql, ghe.x.org",
        "https://ghe.x.org:8443/api/v3/, https://ghe.x.org:8443/api/v3/orgs/a, https://ghe.x.org:8443/api/graphql,"
                + " ghe.x.org:8443",
        "https://api.acme.ghe.com, https://api.acme.ghe.com/orgs/a, https://api.acme.ghe.com/graphql, api.acme.ghe.com",
        "http://127.0.0.1:80/api/v3, http://127.0.0.1/api/v3/orgs/a, http://127.0.0.1/api/graphql, 127.0.0.1"
    })
    void rest_and_graphql_are_found_from_what_a_user_writes(URI base, String rest, String graphQl, String label) {
        Endpoints endpoints = Endpoints.of(base);

        assertThat(endpoints.rest("orgs", "a")).hasToString(rest);
        assertThat(endpoints.graphQl()).hasToString(graphQl);
        assertThat(endpoints.label()).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ghe.x.org",
                "ghe.x.org",
                "https://user:secret@ghe.x.org",
                "https://ghe.x.org/api/graphql",
                "https://api.github.com/orgs",
                "https://ghe.x.org?a=b",
                "ftp://ghe.x.org"
            })
    void what_cannot_be_githubs_address_is_refused(URI base) {
        assertThatThrownBy(() -> Endpoints.of(base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void each_part_of_a_path_stays_one_part() {
        assertThat(Endpoints.ofGitHubCom().rest("orgs", "a/b", "c?d#e%2F"))
                .hasToString("https://api.github.com/orgs/a%2Fb/c%3Fd%23e%252F");
    }
}
