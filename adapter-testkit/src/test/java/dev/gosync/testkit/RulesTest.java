package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.testkit.Rules.Named;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract on paper, the one in code and the one that is proved are one contract. */
class RulesTest {
    private static final Path CONTRACT = Path.of("../docs/adapter-contract.md");
    private static final Pattern RULE = Pattern.compile("(?m)^### ([A-Z]-\\d+) (.+)\\n\\n((?:.+\\n)+)");

    @Test
    void theRulesOnPaperInCodeAndProvedAreTheSame() throws IOException {
        assertThat(Rules.of(AdapterContract.class)).hasSizeGreaterThan(100);
        agree(Files.readString(CONTRACT), Rules.of(AdapterContract.class), proved());
    }

    @Test
    void aRuleThatIsMissingRenamedOrMovedIsNoticed() throws IOException {
        String paper = Files.readString(CONTRACT);
        List<Named> inCode = Rules.of(AdapterContract.class);
        Set<String> withoutOneProof = new TreeSet<>(proved());
        withoutOneProof.remove("T-13");
        int first = paper.indexOf("### A-2 ");
        int second = paper.indexOf("### A-3 ");
        int third = paper.indexOf("### A-4 ");
        String moved = paper.substring(0, first)
                + paper.substring(second, third)
                + paper.substring(first, second)
                + paper.substring(third);

        for (String wrong : List.of(
                paper.substring(0, first) + paper.substring(second),
                paper.replace("### A-2 Adding again changes nothing", "### A-2 Adding twice changes nothing"),
                paper.replace("### A-2 ", "### A-22 "),
                paper.substring(0, first)
                        + paper.substring(first, second).replace("MUST", "will")
                        + paper.substring(second),
                paper + paper.substring(first, second),
                moved)) {
            assertThatThrownBy(() -> agree(wrong, inCode, proved())).isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> agree(paper, inCode.subList(0, inCode.size() - 1), proved()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> agree(paper, inCode, withoutOneProof)).isInstanceOf(AssertionError.class);
    }

    /** Numbers, names and order on paper are those of the code, and each rule is the first that catches some mistake. */
    private static void agree(String paper, List<Named> inCode, Set<String> proved) {
        List<String> onPaper = new ArrayList<>();
        Matcher rules = RULE.matcher(paper);
        while (rules.find()) {
            onPaper.add(rules.group(1) + " " + rules.group(2).replace(",", "").toLowerCase(Locale.ROOT));
            assertThat(rules.group(3)).as(rules.group(1)).containsPattern("\\b(MUST|SHOULD)\\b");
        }

        assertThat(onPaper)
                .isEqualTo(inCode.stream()
                        .map(rule -> rule.number() + " " + rule.title())
                        .toList());
        assertThat(proved)
                .containsExactlyInAnyOrderElementsOf(
                        inCode.stream().map(Named::number).toList());
    }

    private static Set<String> proved() {
        return Proof.allMistakes().stream()
                .map(broken -> broken.caughtBy().get(0))
                .collect(Collectors.toSet());
    }

    @Test
    void theJavadocOfARuleBeginsWithItsNumber() throws IOException {
        Pattern rule = Pattern.compile(
                "/\\*\\*\\s+\\* (\\S+)\\. (?:(?!\\*/)[\\s\\S])*\\*/\\s+(?:@\\w+\\([^)]*\\)\\s+)*@Rule\\(\"([^\"]+)\"\\)");
        List<String> numbers = new ArrayList<>();
        for (Class<?> contract : List.of(SourceContract.class, AdapterContract.class)) {
            Matcher rules = rule.matcher(
                    Files.readString(Path.of("src/main/java/dev/gosync/testkit", contract.getSimpleName() + ".java")));
            while (rules.find()) {
                assertThat(rules.group(1)).isEqualTo(rules.group(2));
                numbers.add(rules.group(2));
            }
        }

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(Rules.of(AdapterContract.class).stream()
                        .map(Named::number)
                        .toList());
    }

    @Test
    void everyRuleHasItsTurn() {
        assertThat(Rules.ORDER)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Rules.of(AdapterContract.class).stream()
                        .map(Named::number)
                        .toList());
    }

    @Test
    void everyLimitationIsOnPaperAndLiedAboutInAProof() throws IOException {
        String paper = Files.readString(CONTRACT);
        Set<Limitation> lies = Proof.allMistakes().stream()
                .flatMap(broken -> broken.limitations().stream())
                .collect(Collectors.toSet());

        assertThat(lies).containsExactlyInAnyOrder(Limitation.values());
        assertThat(Limitation.values()).allSatisfy(each -> assertThat(paper).contains("| `" + each + "` |"));
    }

    @Test
    void mistakesHaveNamesOfTheirOwn() {
        assertThat(Proof.allMistakes()).extracting(Broken::name).doesNotHaveDuplicates();
    }

    @Test
    void aRuleIsAPublicFinalMethodThatNoSubclassCanHide() {
        List<Method> rules = Arrays.stream(AdapterContract.class.getMethods())
                .filter(Rules::isRule)
                .toList();

        assertThat(rules).hasSizeGreaterThan(70).allSatisfy(rule -> {
            assertThat(Modifier.isFinal(rule.getModifiers())).isTrue();
            assertThat(rule.getParameterCount()).isZero();
        });
    }

    @Test
    void aSourceHasAContractOfItsOwn() {
        List<String> ofSources =
                Rules.of(SourceContract.class).stream().map(Named::number).toList();
        Map<String, Named> ofAdapters = new LinkedHashMap<>();
        Rules.of(AdapterContract.class).forEach(rule -> ofAdapters.put(rule.number(), rule));

        assertThat(ofSources).hasSizeGreaterThan(30).isSubsetOf(ofAdapters.keySet());
        assertThat(ofSources).noneMatch(number -> number.matches("[ARCO]-.*"));
    }
}
