import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks what a release would publish, as it lies in a repository: {@code java .ci/Published.java REPOSITORY [--all]
 * [--signed]}. With {@code --all}, everything that the bom lists has to be there; without, just some of it may be. With
 * {@code --signed}, every file has to have a signature.
 */
final class Published {
    /** Who may be named by a published POM: we, the licence, and what XML needs. */
    private static final Set<String> HOSTS =
            Set.of("github.com", "www.apache.org", "maven.apache.org", "www.w3.org");

    /** What a published POM may say; anything else is about how it was built. */
    private static final Set<String> ELEMENTS = Set.of(
            "modelVersion", "groupId", "artifactId", "version", "packaging", "name", "description", "url",
            "inceptionYear", "licenses", "developers", "scm", "dependencies");

    private static final Set<String> DEPENDENCY_ELEMENTS =
            Set.of("groupId", "artifactId", "version", "scope", "optional", "exclusions");

    private static final String BOM = "go-sync-bom";

    private final Path repository;
    private final List<String> companions;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Artifact> artifacts = new TreeMap<>();
    private final Set<String> moduleNames = new HashSet<>();

    /** A POM and what lies beside it. */
    private record Artifact(String id, Element pom, Path folder, String prefix) {
        Path file(String suffix) {
            return folder.resolve(prefix + suffix);
        }
    }

    private Published(Path repository, boolean signed) {
        this.repository = repository;
        this.companions = signed ? List.of(".md5", ".sha1", ".asc") : List.of(".md5", ".sha1");
    }

    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args).subList(Math.min(1, args.length), args.length);
        if (args.length == 0 || !Set.of("--all", "--signed").containsAll(options)) {
            System.err.println("Say what: java .ci/Published.java REPOSITORY [--all] [--signed]");
            System.exit(2);
        }
        Published published = new Published(Path.of(args[0]), options.contains("--signed"));
        published.read();
        published.checkAgainstBom(options.contains("--all"));
        for (Artifact artifact : published.artifacts.values()) {
            published.checkPom(artifact);
            published.checkFiles(artifact);
        }
        if (!published.faults.isEmpty()) {
            published.faults.forEach(fault -> System.err.println("FAILED: " + fault));
            System.exit(1);
        }
        System.out.println(published.artifacts.size() + " artifacts: " + String.join(", ", published.artifacts.keySet()));
    }

    private void fault(Artifact artifact, String what) {
        faults.add(artifact.id + ": " + what);
    }

    private void read() throws Exception {
        List<Path> poms;
        try (Stream<Path> files = Files.walk(repository)) {
            poms = files.filter(file -> file.toString().endsWith(".pom")).toList();
        }
        for (Path file : poms) {
            Element pom = parse(Files.readString(file)).getDocumentElement();
            String id = text(pom, "artifactId");
            String prefix = file.getFileName().toString().replaceFirst("\\.pom$", "");
            if (artifacts.put(id, new Artifact(id, pom, file.getParent(), prefix)) != null) {
                faults.add(id + " is there twice");
            }
        }
    }

    private void checkAgainstBom(boolean all) {
        Artifact bom = artifacts.get(BOM);
        if (bom == null) {
            faults.add("there is no " + BOM);
            return;
        }
        Map<String, String> listed = new TreeMap<>();
        for (Element dependency : children(child(child(bom.pom, "dependencyManagement"), "dependencies"))) {
            if (listed.put(text(dependency, "artifactId"), text(dependency, "version")) != null) {
                fault(bom, "lists " + text(dependency, "artifactId") + " twice");
            }
        }
        Set<String> found = new TreeSet<>(artifacts.keySet());
        found.remove(BOM);
        for (String id : found) {
            String version = text(artifacts.get(id).pom, "version");
            if (!version.equals(listed.get(id))) {
                fault(bom, "lists " + id + " as " + listed.get(id) + ", which is published as " + version);
            }
        }
        if (all && !found.equals(listed.keySet())) {
            fault(bom, "lists " + listed.keySet() + ", and published are " + found);
        }
        if (found.isEmpty()) {
            fault(bom, "is published alone");
        }
    }

    // --- The POM

    private void checkPom(Artifact artifact) {
        Element pom = artifact.pom;
        boolean isBom = artifact.id.equals(BOM);
        for (Element element : children(pom)) {
            String name = element.getNodeName();
            if (!ELEMENTS.contains(name) && !(isBom && name.equals("dependencyManagement"))) {
                fault(artifact, "its POM has <" + name + ">");
            }
        }
        for (String path : List.of(
                "groupId", "version", "name", "description", "url", "licenses/license/name", "licenses/license/url",
                "developers/developer/name", "scm/connection", "scm/developerConnection", "scm/url")) {
            if (text(pom, path.split("/")).isEmpty()) {
                fault(artifact, "its POM has no " + path);
            }
        }
        if (!text(pom, "name").startsWith("Go Sync")) {
            fault(artifact, "is named " + text(pom, "name"));
        }
        for (String url : List.of(text(pom, "url"), text(pom, "scm", "url"))) {
            if (!url.equals("https://github.com/gosync/go-sync-java")) {
                fault(artifact, "its POM points to " + url);
            }
        }
        checkText(artifact, pom);
        for (Element dependency : children(child(pom, "dependencies"))) {
            checkDependency(artifact, dependency);
        }
    }

    private void checkText(Artifact artifact, Node node) {
        if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.ATTRIBUTE_NODE) {
            if (node.getNodeValue().contains("${")) {
                fault(artifact, "its POM leaves open " + node.getNodeValue());
            }
            Matcher url = Pattern.compile("[a-z]+://[^\\s<]+").matcher(node.getNodeValue());
            while (url.find()) {
                String host = URI.create(url.group()).getHost();
                if (!HOSTS.contains(host)) {
                    fault(artifact, "its POM names the host " + host);
                }
            }
        }
        if (node.getAttributes() != null) {
            for (int i = 0; i < node.getAttributes().getLength(); i++) {
                checkText(artifact, node.getAttributes().item(i));
            }
        }
        for (int i = 0; i < node.getChildNodes().getLength(); i++) {
            checkText(artifact, node.getChildNodes().item(i));
        }
    }

    private void checkDependency(Artifact artifact, Element dependency) {
        String name = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
        for (Element element : children(dependency)) {
            if (!DEPENDENCY_ELEMENTS.contains(element.getNodeName())) {
                fault(artifact, "its dependency " + name + " has <" + element.getNodeName() + ">");
            }
        }
        if (!text(dependency, "version").matches("[\\w.-]*[0-9][\\w.-]*")) {
            fault(artifact, "its dependency " + name + " has the version " + text(dependency, "version"));
        }
        if (!Set.of("", "compile", "runtime").contains(text(dependency, "scope"))) {
            fault(artifact, "its dependency " + name + " has the scope " + text(dependency, "scope"));
        }
        boolean forTests = Stream.of("junit", "assertj", "httpcore5", "testkit").anyMatch(name::contains);
        if (forTests && !artifact.id.equals("go-sync-adapter-testkit")) {
            fault(artifact, "it brings " + name);
        }
    }

    /** The dependencies that a module's own POM gives exclusions to keep them when they are published. */
    private void checkExclusions(Artifact artifact) throws Exception {
        Path source = Path.of(artifact.id.replaceFirst("^go-sync-", ""), "pom.xml");
        Map<String, Set<String>> published = exclusions(artifact.pom);
        exclusions(parse(Files.readString(source)).getDocumentElement()).forEach((dependency, excluded) -> {
            if (!published.getOrDefault(dependency, Set.of()).containsAll(excluded)) {
                fault(artifact, "its POM forgets what it excludes from " + dependency + ": " + excluded);
            }
        });
    }

    private static Map<String, Set<String>> exclusions(Element pom) {
        Map<String, Set<String>> exclusions = new HashMap<>();
        for (Element dependency : children(child(pom, "dependencies"))) {
            Set<String> excluded = children(child(dependency, "exclusions")).stream()
                    .map(exclusion -> text(exclusion, "groupId") + ":" + text(exclusion, "artifactId"))
                    .collect(Collectors.toSet());
            if (!excluded.isEmpty() && !text(dependency, "scope").equals("test")) {
                exclusions.put(text(dependency, "groupId") + ":" + text(dependency, "artifactId"), excluded);
            }
        }
        return exclusions;
    }

    // --- What lies beside it

    private void checkFiles(Artifact artifact) throws Exception {
        Set<String> expected = new TreeSet<>(Set.of(".pom"));
        if (!artifact.id.equals(BOM)) {
            expected.addAll(Set.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json"));
        }
        if (artifact.id.equals("go-sync-cli")) {
            expected.add("-all.jar");
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(artifact.folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(artifact.prefix))
                    .filter(name -> !name.matches(".*\\.(md5|sha1|asc)"))
                    .forEach(name -> found.add(name.substring(artifact.prefix.length())));
        }
        if (!found.equals(expected)) {
            fault(artifact, "publishes " + found + ", and should publish " + expected);
            return;
        }
        for (String suffix : expected) {
            for (String companion : companions) {
                if (!Files.exists(artifact.file(suffix + companion))) {
                    fault(artifact, "has no " + suffix + companion);
                }
            }
        }
        if (!artifact.id.equals(BOM)) {
            checkExclusions(artifact);
            checkJar(artifact);
            checkBillOfMaterials(artifact);
        }
    }

    private void checkJar(Artifact artifact) throws IOException {
        checkModule(artifact);
        try (JarFile jar = new JarFile(artifact.file(".jar").toFile())) {
            String embedded = "META-INF/maven/dev.gosync/" + artifact.id + "/pom.xml";
            if (jar.getEntry(embedded) != null) {
                try (InputStream pom = jar.getInputStream(jar.getEntry(embedded))) {
                    if (!new String(pom.readAllBytes()).equals(Files.readString(artifact.file(".pom")))) {
                        fault(artifact, "the POM in the jar is not the one beside it");
                    }
                }
            }
        }
        requireEntry(artifact, "-sources.jar", artifact.id.endsWith("-archetype") ? "archetype-metadata.xml" : ".java");
        requireEntry(artifact, "-javadoc.jar", artifact.id.endsWith("-archetype") ? "README.md" : "/package-summary.html");
        if (artifact.id.equals("go-sync-cli")) {
            requireEntry(artifact, "-all.jar", "META-INF/LICENSE");
            requireEntry(artifact, "-all.jar", "META-INF/THIRD-PARTY.txt");
        }
    }

    private void checkModule(Artifact artifact) {
        ModuleDescriptor module = ModuleFinder.of(artifact.file(".jar")).findAll().iterator().next().descriptor();
        String expected = artifact.id.replaceFirst("^go-sync-", "").replaceFirst("^adapter-", "dev.gosync.")
                .replaceFirst("^core$", "dev.gosync").replaceFirst("^(cli|config|journal)$", "dev.gosync.$1");
        if (!module.name().equals(expected) || !moduleNames.add(module.name())) {
            fault(artifact, "is the module " + module.name() + ", and should be " + expected);
        }
        boolean isCore = artifact.id.equals("go-sync-core");
        if (module.isAutomatic() == isCore) {
            fault(artifact, isCore ? "has no module descriptor" : "has a module descriptor");
        }
        Set<String> exported = module.exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        if (isCore && !exported.equals(Set.of("dev.gosync", "dev.gosync.adapter", "dev.gosync.adapter.http"))) {
            fault(artifact, "exports " + exported);
        }
    }

    private void requireEntry(Artifact artifact, String suffix, String ending) throws IOException {
        try (JarFile jar = new JarFile(artifact.file(suffix).toFile())) {
            if (jar.stream().noneMatch(entry -> entry.getName().endsWith(ending))) {
                fault(artifact, "holds no *" + ending + " in its " + suffix);
            }
        }
    }

    private void checkBillOfMaterials(Artifact artifact) throws IOException {
        String bill = Files.readString(artifact.file("-cyclonedx.json"));
        for (Element dependency : children(child(artifact.pom, "dependencies"))) {
            String name = text(dependency, "artifactId");
            if (!text(dependency, "optional").equals("true") && !bill.contains("/" + name + "@" + text(dependency, "version"))) {
                fault(artifact, "its bill of materials lacks " + name);
            }
        }
        if (!bill.contains("\"bomFormat\" : \"CycloneDX\"")) {
            fault(artifact, "its bill of materials is none");
        }
        if (!artifact.id.endsWith("testkit") && Pattern.compile("junit|assertj|httpcore5|archunit").matcher(bill).find()) {
            fault(artifact, "its bill of materials lists what only tests need");
        }
    }

    // --- XML

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new org.xml.sax.InputSource(new java.io.StringReader(xml)));
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream().filter(each -> each.getNodeName().equals(name)).findFirst().orElse(null);
    }

    private static String text(Element parent, String... path) {
        Element found = parent;
        for (String name : path) {
            found = child(found, name);
        }
        return found == null ? "" : found.getTextContent().strip();
    }
}
