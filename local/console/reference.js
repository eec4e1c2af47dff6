// Without its own head, which would load documents from anywhere, and without sending requests.
window.SwaggerUIBundle({
  url: '/reference/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  filter: true,
  supportedSubmitMethods: [],
  validatorUrl: null,
});
