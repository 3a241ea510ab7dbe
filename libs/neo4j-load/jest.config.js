export default {
  displayName: 'neo4j-load',
  preset: '../../jest.preset.js',
};
