package dev.gosync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.github.GraphQlText.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private final GraphQlSchema schema = new GraphQlSchema();

    @ParameterizedTest
    @EnumSource(Document.class)
    void every_document_fits_the_schema_that_the_fake_enforces(Document document) {
        Query one = schema.checked(document.text());
        Query hundred = schema.checked(document.text(Document.MOST));

        assertThat(one.name()).isEqualTo(document.operation()).isEqualTo(hundred.name());
        boolean repeats = document.text().contains("_0");
        assertThat(hundred.variables().size() - one.variables().size()).isEqualTo(repeats ? Document.MOST - 1 : 0);
        assertThat(document.text(Document.MOST).lines().filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.contains("\""));
    }

    @Test
    void no_two_documents_have_one_name() {
        assertThat(Document.values()).extracting(Document::operation).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query A { viewer { name } }",
                "query A { viewer }",
                "query A { viewer { login { x } } }",
                "query A { user { login } }",
                "query A { user(login: \"ann\") { login } }",
                "query A { user(login: ann) { login } }",
                "query A($login: String) { user(login: $login) { login } }",
                "query A($login: String!, $more: String!) { user(login: $login) { login } }",
                "query A($login: Int!) { user(login: $login) { login } }",
                "query A { user(login: $login) { login } }",
                "query A($o: String!) { organization(login: $o) { membersWithRole { totalCount } } }",
                "query A($o: String!) { organization(login: $o) { membersWithRole(first: 101) { totalCount } } }",
                "query A($o: String!, $n: String!) { organization(login: $o) { team(slug: $n) { members(first: 1,"
                        + " membership: ALLE) { totalCount } } } }",
                "query A($o: String!, $n: String!) { organization(login: $o) { team(slug: $n) { members(first: 1,"
                        + " last: 1) { totalCount } } } }",
                "query A($o: String!, $n: String!) { organization(login: $o) { team(slug: $n) { members(first: 1,"
                        + " orderBy: {field: LOGIN}) { totalCount } } } }",
                "query A($o: String!, $n: String!) { organization(login: $o) { team(slug: $n) { members(first: 1,"
                        + " orderBy: {field: LOGIN, direction: UP}) { totalCount } } } }",
                "query A { viewer { ...Missing } }",
                "query A { viewer { login login } }",
                "mutation A { viewer { login } }"
            })
    void what_does_not_fit_is_refused(String query) {
        assertThatThrownBy(() -> schema.checked(query)).isInstanceOf(IllegalArgumentException.class);
    }
}
