export default { fetch: () => new Response("tests only") };
