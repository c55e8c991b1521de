export default { fetch: (r: Request, env: unknown, ctx: ExecutionContext) => { ctx.waitUntil(Promise.resolve()); return Response.json({a: r.url}); } } satisfies ExportedHandler<unknown>;
